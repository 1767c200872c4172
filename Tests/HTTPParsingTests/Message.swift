import HTTPParsing
import NIOCore
import Testing

/// A request that was read to its end.
struct Message: Equatable {
    let head: RequestHead
    var body: String

    /// All that are complete in what arrives as these pieces.
    static func all(in pieces: ByteBuffer..., limits: RequestParser.Limits) throws -> [Message] {
        try all(in: pieces, limits: limits)
    }

    /// The same, when the text arrives byte by byte.
    static func all(inBytesOf text: String, limits: RequestParser.Limits) throws -> [Message] {
        try all(in: text.utf8.map { ByteBuffer(bytes: [$0]) }, limits: limits)
    }

    static func all(in pieces: [ByteBuffer], limits: RequestParser.Limits) throws -> [Message] {
        var parser = RequestParser(limits: limits)
        var messages: [Message] = []
        var current: (head: RequestHead, body: ByteBuffer)?
        for piece in pieces {
            parser.receive(piece)
            while let part = try parser.next() {
                switch part {
                case .head(let head):
                    try #require(current == nil)
                    if head.bodyLength == .bytes(0) {
                        messages.append(Message(head: head, body: ""))
                    } else {
                        current = (head, ByteBuffer())
                    }
                case .body(let bytes):
                    #expect(bytes.readableBytes > 0)
                    try #require(current != nil)
                    current?.body.writeImmutableBuffer(bytes)
                case .end:
                    let (head, body) = try #require(current)
                    messages.append(Message(head: head, body: String(buffer: body)))
                    current = nil
                }
            }
        }
        return messages
    }
}
