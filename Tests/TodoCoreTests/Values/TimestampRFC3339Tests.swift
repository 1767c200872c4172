import Testing
import TodoCore

@Suite struct TimestampRFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000001Z", 1), ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-02-17T10:00:00.000Z", 1_771_322_400_000_000), ("2026-02-17t10:00:00z", 1_771_322_400_000_000),
        ("2026-02-17 12:30:00.5+02:30", 1_771_322_400_500_000), ("2026-02-17T05:00:00-05:00", 1_771_322_400_000_000),
        ("2026-02-17T10:00:00.1234569Z", 1_771_322_400_123_456), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000), ("0000-03-01T00:00:00Z", -62_162_035_200_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ])
    func timesAreRead(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microsecondsSinceEpoch == microseconds)
    }

    @Test(arguments: [
        "", "today", "2026-02-17", "2026-02-17T10:00Z", "2026-02-17T10:00:00", "2026-02-30T10:00:00Z",
        "2025-02-29T10:00:00Z", "2026-13-01T10:00:00Z", "2026-00-01T10:00:00Z", "2026-01-00T10:00:00Z",
        "2026-02-17T24:00:00Z", "2026-02-17T10:60:00Z", "2026-02-17T10:00:61Z", "2026-02-17T10:00:00.Z",
        "2026-02-17T10:00:00+0100", "2026-02-17T10:00:00+24:00", "2026-02-17T10:00:00Zz", " 2026-02-17T10:00:00Z",
        "+026-02-17T10:00:00Z", "2026-02-17T10:00:0٠Z",
    ])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func everyTimeIsReadBackAsItWasWritten() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let timestamp = Timestamp(
                microsecondsSinceEpoch: .random(
                    in: -62_167_219_200_000_000...253_402_300_799_999_999,
                    using: &generator
                )
            )
            var bytes: [UInt8] = []
            timestamp.writePreciseRFC3339 { index, byte in
                #expect(index == bytes.count)
                bytes.append(byte)
            }
            #expect(bytes.count == Timestamp.preciseRFC3339Length)
            #expect(Timestamp(rfc3339: String(decoding: bytes, as: UTF8.self)) == timestamp)
        }
    }
}
