import NIOCore
import NIOHTTP1

/// Keeps what was read last, because the decoder behind it gives up on a method that it does not know without saying what the
/// request was, while the API answers such a request like any other method that a path lacks.
final class UnknownMethods: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var lastRead: ByteBuffer?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = unwrapInboundIn(data)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // An idle connection keeps no memory for what it read.
        lastRead = nil
        context.fireChannelReadComplete()
    }

    /// The head that the last read begins with, when that is complete and its method is a token (RFC 9110 section 9.1).
    func takeHead() -> HTTPRequestHead? {
        guard let bytes = lastRead?.readableBytesView, let text = String(validating: bytes, as: UTF8.self),
            let end = text.firstRange(of: "\r\n\r\n")
        else { return nil }
        lastRead = nil
        let lines = text[..<end.lowerBound].split(separator: "\r\n", omittingEmptySubsequences: false)
        let parts = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isToken(parts[0]), !parts[1].isEmpty,
            let version = ["HTTP/1.1": HTTPVersion.http1_1, "HTTP/1.0": .http1_0][parts[2]]
        else { return nil }
        var headers = HTTPHeaders()
        for line in lines.dropFirst() {
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard field.count == 2, Self.isToken(field[0]) else { return nil }
            headers.add(name: String(field[0]), value: String(field[1].drop { $0 == " " || $0 == "\t" }))
        }
        return HTTPRequestHead(
            version: version,
            method: .RAW(value: String(parts[0])),
            uri: String(parts[1]),
            headers: headers
        )
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default:
                    "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
