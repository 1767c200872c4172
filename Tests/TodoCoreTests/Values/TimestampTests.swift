import Foundation
import Testing
import TodoCore

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, 0), (1_771_322_400.25, 1_771_322_400_250_000), (-1.5, -1_500_000), (-0.000_000_25, -1),
            (1e300, .max), (-1e300, .min), (.infinity, .max), (-.infinity, .min),
        ] as [(TimeInterval, Int64)]
    )
    func aDateIsTakenToTheMicrosecond(_ seconds: TimeInterval, _ microseconds: Int64) {
        let timestamp = Timestamp(Date(timeIntervalSince1970: seconds))
        #expect(timestamp == Timestamp(microsecondsSinceEpoch: microseconds))
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1, "1970-01-01T00:00:00.000Z"),
            (999, "1970-01-01T00:00:00.000Z"),
            (1000, "1970-01-01T00:00:00.001Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (-1000, "1969-12-31T23:59:59.999Z"),
            (-1001, "1969-12-31T23:59:59.998Z"),
            (-86_400_000_000, "1969-12-31T00:00:00.000Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999_999, "2000-02-29T23:59:59.999Z"),
            (951_868_800_000_000, "2000-03-01T00:00:00.000Z"),
            (-2_203_977_600_000_000, "1900-02-28T00:00:00.000Z"),
            (-2_203_891_200_000_000, "1900-03-01T00:00:00.000Z"),
            (1_709_164_800_000_000, "2024-02-29T00:00:00.000Z"),
            (1_767_225_599_999_999, "2025-12-31T23:59:59.999Z"),
            (1_767_225_600_000_000, "2026-01-01T00:00:00.000Z"),
            (1_771_322_400_000_000, "2026-02-17T10:00:00.000Z"),
            (1_771_322_400_123_456, "2026-02-17T10:00:00.123Z"),
            (1_771_322_400_999_999, "2026-02-17T10:00:00.999Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999Z"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00.000Z"),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)]
    )
    func anInstantIsWrittenAsRFC3339(_ microseconds: Int64, _ expected: String) {
        #expect(Timestamp(microsecondsSinceEpoch: microseconds).description == expected)
    }

    @Test(
        arguments: [
            (253_402_300_800_000_000, "9999-12-31T23:59:59.999Z"),
            (Int64.max, "9999-12-31T23:59:59.999Z"),
            (-62_167_219_200_000_001, "0000-01-01T00:00:00.000Z"),
            (Int64.min + 1, "0000-01-01T00:00:00.000Z"),
            (Int64.min, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)]
    )
    func whatHasNoRFC3339FormIsTheNearestThatHas(_ microseconds: Int64, _ expected: String) {
        #expect(Timestamp(microsecondsSinceEpoch: microseconds).description == expected)
    }

    @Test func everySecondOfADayAndEveryMillisecondIsWritten() throws {
        func padded(_ number: Int, _ length: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: length - digits.count) + digits
        }
        for second in 0..<86_400 {
            let millisecond = second % 1000
            let timestamp = Timestamp(microsecondsSinceEpoch: Int64(second * 1000 + millisecond) * 1000)
            let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
            try #require(timestamp.description == "1970-01-01T\(clock).\(padded(millisecond, 3))Z")
        }
    }

    @Test func agreesWithFoundation() {
        var generator = SystemRandomNumberGenerator()
        for _ in 1...10_000 {
            // 1800 to 9999: before, Foundation may switch to the Julian calendar.
            let seconds = Int64.random(in: -5_364_662_400...253_402_300_799, using: &generator)
            let microseconds = Int64.random(in: 0...999_999, using: &generator)
            let timestamp = Timestamp(microsecondsSinceEpoch: seconds * 1_000_000 + microseconds)
            let wholeSeconds = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
            let milliseconds = String(1000 + microseconds / 1000).dropFirst()
            #expect(timestamp.description == "\(wholeSeconds.dropLast()).\(milliseconds)Z", "\(seconds) s")
        }
    }

    @Test func everyDayOfFourCenturiesAgreesWithFoundation() {
        for day in 0..<146_097 {
            let seconds = Int64(day) * 86_400
            let ours = Timestamp(microsecondsSinceEpoch: seconds * 1_000_000).description
            let theirs = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
            guard ours.prefix(19) == theirs.prefix(19) else {
                Issue.record("\(ours) is \(theirs) to Foundation")
                return
            }
        }
    }

    @Test func bytesComeInOrderAndAllOfThem() {
        var bytes: [UInt8] = []
        let count = Timestamp(microsecondsSinceEpoch: 1_771_322_400_123_456).writeRFC3339 { index, byte in
            #expect(index == bytes.count)
            bytes.append(byte)
        }
        #expect(count == Timestamp.rfc3339Length)
        #expect(bytes == Array("2026-02-17T10:00:00.123Z".utf8))
    }

    @Test func advancesByMilliseconds() {
        let timestamp = Timestamp(microsecondsSinceEpoch: 5)
        #expect(timestamp.advanced(byMilliseconds: 2).microsecondsSinceEpoch == 2005)
        #expect(timestamp.advanced(byMilliseconds: -1) < timestamp)
    }
}
