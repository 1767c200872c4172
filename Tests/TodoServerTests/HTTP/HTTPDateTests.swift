import NIOCore
import Testing

@testable import TodoServer

@Suite struct HTTPDateTests {
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func datesAreInTheFixedForm(seconds: Int, expected: String) {
        #expect(HTTPDate.format(seconds) == expected)
    }

    @Test func aLineIsKeptForASecondAtMost() {
        let date = HTTPDate()
        let now = NIODeadline.now()
        let line = date.headerLine(now: now)
        #expect(String(decoding: line, as: UTF8.self).hasPrefix("Date: "))
        #expect(String(decoding: line, as: UTF8.self).hasSuffix(" GMT\r\n"))
        #expect(date.headerLine(now: now) == line)
    }
}
