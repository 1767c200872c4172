import HTTPTypes
import NIOCore
import Testing

@testable import TodoServer

@Suite struct ResponseHeadTests {
    private static let date = Array("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n".utf8)

    @Test func aHeadIsItsStatusAndItsFieldsInTheirOrder() {
        var head = ResponseHead(.created)
        head.append(.location, "/api/tasks/7")
        head.append([.vary: "Origin", .allow: "GET"] as ResponseHead.Lines)
        head.append(.contentLength) { $0.append(decimal: 1024) }
        let expected =
            "HTTP/1.1 201 Created\r\nLocation: /api/tasks/7\r\nVary: Origin\r\nAllow: GET\r\nContent-Length: 1024\r\n"
        #expect(String(decoding: head.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [0, 9, 10, 15, 16, 255, 100_007, Int64.max, -1, -10, Int64.min])
    func aNumberIsWrittenAsItsStringIs(number: Int64) {
        var bytes: [UInt8] = []
        bytes.append(decimal: number)
        bytes.append(" ")
        bytes.append(hexadecimal: number.magnitude)
        #expect(String(decoding: bytes, as: UTF8.self) == "\(number) \(String(number.magnitude, radix: 16))")
    }

    @Test(arguments: ["a\r\nSet-Cookie: b", "a\nb", "a\u{0}b", "a\u{7F}b", "\r\n\r\n"])
    func aValueCannotEndItsLine(value: String) {
        var head = ResponseHead(.ok)
        head.append(.link, value)
        let lines = String(decoding: head.bytes, as: UTF8.self).split(
            separator: "\r\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.count == 3)
        #expect(lines.last?.isEmpty == true)
        #expect(lines[1].unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }

    @Test func aValueKeepsTabsAndWhatIsNotASCII() {
        var head = ResponseHead(.ok)
        head.append(.link, "a\té")
        #expect(String(decoding: head.bytes, as: UTF8.self).contains("Link: a\té\r\n"))
    }

    @Test(arguments: [
        (BodyFraming.length, nil, ""), (.chunked, nil, "Transfer-Encoding: chunked\r\n"),
        (.untilClose, "Connection: close\r\n", "Connection: close\r\n"),
    ])
    func itsConnectionAddsWhatIsItsOwn(framing: BodyFraming, connection: StaticString?, lines: String) {
        var head = ResponseHead(.ok)
        head.end(framing, connection: connection, date: Self.date)
        head.append(ByteBuffer(string: "a body"))
        let date = String(decoding: Self.date, as: UTF8.self)
        #expect(String(decoding: head.bytes, as: UTF8.self) == "HTTP/1.1 200 OK\r\n\(lines)\(date)\r\na body")
    }
}
