import HTTPParsing
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing
import TodoTestSupport

/// Beside NIO's decoder, which is llhttp: what is taken for a request must be the same request there.
///
/// The reverse does not hold: llhttp is more lenient.
@Suite struct ReferenceTests {
    private static let limits = RequestParser.Limits(headBytes: 65536, lineBytes: 32768, fields: 128)

    private static let seeds = [
        "GET /api/tasks/1?a=b%20c HTTP/1.1\r\nHost: localhost:8000\r\nAuthorization: Bearer e30.e30.x\r\nAccept: */*\r\n\r\n",
        "POST /api/tasks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"title\":\"x\"}",
        "POST /api/tasks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;e=\"v\"\r\n{\"ti\r\n9\r\ntle\":\"x\"}\r\n0\r\nT: v\r\n\r\n",
        "DELETE http://h/api/tasks/1 HTTP/1.0\r\nConnection: keep-alive\r\nX-Blank: \t a \t \r\nX-Empty:\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nOrigin: http://localhost:3000\r\nConnection: close\r\n\r\n",
    ]

    private static let splices = [
        "\r", "\n", "\r\n", " ", ":", ",", ";", "0", "1", "a", "\u{0}", "\u{7F}", "é", "%", "?", "#", "HTTP/1.1",
        "Host: b\r\n",
        "Content-Length: 1\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "\r\n\r\n",
    ]

    /// Requests that were damaged in a few places.
    private static func damaged(_ random: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            bytes += Array((seeds.randomElement(using: &random) ?? "").utf8)
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let start = Int.random(in: 0...bytes.count, using: &random)
            let end = min(start + Int.random(in: 0...2, using: &random), bytes.count)
            bytes.replaceSubrange(start..<end, with: (splices.randomElement(using: &random) ?? "").utf8)
        }
        return bytes
    }

    @Test(arguments: 0..<200) func whatIsTakenIsTakenThereAlike(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let bytes = Self.damaged(&random)
            let reference = Reference.messages(in: bytes)
            for (index, message) in Self.prefix(of: [bytes]).enumerated() {
                // llhttp has a list of methods; any other, and CONNECT, ends its reading.
                guard Reference.reads(message.head.method.rawValue) else { break }
                let text = String(decoding: bytes, as: UTF8.self)
                guard index < reference.count else {
                    Issue.record("taken here alone: \(message.head.target) in \(text.debugDescription)")
                    break
                }
                #expect(Reference.Message(message) == reference[index], "\(text.debugDescription)")
                // What comes after the last request of a connection is not read there; here it is not answered.
                guard message.head.keepsAlive else { break }
            }
        }
    }

    @Test(arguments: 0..<100) func itDoesNotMatterInWhatPiecesBytesArrive(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let bytes = Self.damaged(&random)
            let cuts = (0..<3).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
            let pieces = zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
            #expect(
                Self.prefix(of: pieces) == Self.prefix(of: [bytes]),
                "\(String(decoding: bytes, as: UTF8.self).debugDescription)"
            )
            #expect(Self.prefix(of: bytes.map { [$0] }) == Self.prefix(of: [bytes]))
        }
    }

    /// The requests before the first fault.
    private static func prefix(of pieces: [[UInt8]]) -> [Message] {
        var messages: [Message] = []
        var parser = RequestParser(limits: limits)
        for piece in pieces {
            parser.receive(ByteBuffer(bytes: piece))
            while case .some(.some(let part)) = try? parser.next() {
                switch part {
                case .head(let head): messages.append(Message(head: head, body: ""))
                case .body(let bytes): messages[messages.count - 1].body += String(buffer: bytes)
                case .end: break
                }
            }
        }
        return messages
    }
}

/// NIO's decoder.
private enum Reference {
    struct Message: Equatable {
        var line: String
        var fields: [String]
        var body: String

        init(_ message: HTTPParsingTests.Message) {
            let head = message.head
            line = "\(head.method.rawValue) \(head.target) \(head.isHTTP10 ? "HTTP/1.0" : "HTTP/1.1")"
            fields = head.fields.map { "\($0): \($1)" }
            body = message.body
        }

        init(_ head: HTTPRequestHead) {
            line = "\(head.method.rawValue) \(head.uri) \(head.version.minor == 0 ? "HTTP/1.0" : "HTTP/1.1")"
            // A tab at a value's end is left there.
            fields = head.headers.map { name, value in
                "\(name): \(String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))"
            }
            body = ""
        }
    }

    static func reads(_ method: String) -> Bool {
        if case .RAW = HTTPMethod(rawValue: method) { return false }
        return method != "CONNECT"
    }

    static func messages(in bytes: [UInt8]) -> [Message] {
        let channel = EmbeddedChannel()
        defer { _ = try? channel.finish() }
        var messages: [Message] = []
        do {
            try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch {
            // What was read before it gave up is what counts.
        }
        while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head): messages.append(Message(head))
            case .body(let buffer): messages[messages.count - 1].body += String(buffer: buffer)
            case .end: break
            }
        }
        return messages
    }
}
