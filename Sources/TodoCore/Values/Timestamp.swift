/// An instant in UTC with microsecond precision, as PostgreSQL's `timestamptz` has it.
///
/// The core never asks what time it is: whoever needs "now" is handed a closure that returns one of these.
public struct Timestamp: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let microsecondsSinceEpoch: Int64

    /// The instant so many microseconds after 1970-01-01T00:00:00Z; negative ones lie before.
    public init(microsecondsSinceEpoch: Int64) {
        self.microsecondsSinceEpoch = microsecondsSinceEpoch
    }

    /// The instant `milliseconds` later, which is the finest step that the API's time stamps show.
    public func advanced(byMilliseconds milliseconds: Int64) -> Timestamp {
        Timestamp(microsecondsSinceEpoch: microsecondsSinceEpoch + milliseconds * 1000)
    }
}

extension Timestamp: Comparable {
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds, such as `2026-02-17T10:00:00.000Z`.
    public var description: String {
        String(unsafeUninitializedCapacity: Self.rfc3339Length) { buffer in
            writeRFC3339 { index, byte in buffer[index] = byte }
        }
    }

    /// How many bytes ``writeRFC3339(_:)`` writes.
    public static let rfc3339Length = 24

    /// Writes the RFC 3339 form (UTC, milliseconds, `Z`) one ASCII byte at a time; finer digits are cut off, not rounded.
    ///
    /// Years outside 0…9999 have no RFC 3339 form and are shown as the nearest instant that has one.
    /// - Parameter put: receives each index, 0 to 23 in order, with its byte.
    /// - Returns: the number of bytes written, always ``rfc3339Length``.
    @inlinable
    @inline(__always)
    @discardableResult
    public func writeRFC3339(_ put: (Int, UInt8) -> Void) -> Int {
        let (day, millisecond) = rfc3339Parts
        Self.writeRFC3339Date(day: day, put)
        let (clock, fraction) = Self.rfc3339Time(millisecond: millisecond)
        for index in 0..<8 { put(Self.rfc3339DateLength + index, UInt8(truncatingIfNeeded: clock >> (8 * index))) }
        for index in 0..<4 {
            put(Self.rfc3339DateLength + 8 + index, UInt8(truncatingIfNeeded: fraction >> (8 * index)))
        }
        put(Self.rfc3339Length - 1, UInt8(ascii: "Z"))
        return Self.rfc3339Length
    }

    /// The day since 1970-01-01 and the millisecond of the day, of the nearest instant that has an RFC 3339 form.
    @inlinable
    package var rfc3339Parts: (day: Int, millisecond: Int) {
        let milliseconds = min(
            max(Self.floorDivide(microsecondsSinceEpoch, 1000), -62_167_219_200_000),
            253_402_300_799_999
        )
        let day = Self.floorDivide(milliseconds, 86_400_000)
        return (Int(day), Int(milliseconds - day * 86_400_000))
    }

    /// How many bytes ``writeRFC3339Date(day:_:)`` writes.
    @usableFromInline package static let rfc3339DateLength = 11

    /// Writes a day as `2026-02-17T`.
    @inlinable
    @inline(__always)
    package static func writeRFC3339Date(day: Int, _ put: (Int, UInt8) -> Void) {
        let (year, month, day) = civilDate(daysSinceEpoch: day)
        writeTwoDigits(year / 100, at: 0, put)
        writeTwoDigits(year % 100, at: 2, put)
        put(4, UInt8(ascii: "-"))
        writeTwoDigits(month, at: 5, put)
        put(7, UInt8(ascii: "-"))
        writeTwoDigits(day, at: 8, put)
        put(10, UInt8(ascii: "T"))
    }

    /// A millisecond of a day as `10:00:00` and `.000`, each text's first byte in the number's lowest.
    ///
    /// All digits are made at once, each in a byte of its own: lists are full of times.
    @inlinable
    @inline(__always)
    package static func rfc3339Time(millisecond: Int) -> (clock: UInt64, fraction: UInt32) {
        let milliseconds = UInt32(truncatingIfNeeded: millisecond)
        let seconds = milliseconds / 1000
        let minutes = seconds / 60
        let hours = minutes / 60
        let pairs = UInt64(hours) | UInt64(minutes &- hours &* 60) << 24 | UInt64(seconds &- minutes &* 60) << 48
        let clock = 0x3030_3A30_303A_3030 | digits(pairs)
        let thousandths = milliseconds &- seconds &* 1000
        let hundreds = thousandths / 100
        let pair = digits(UInt64(thousandths &- hundreds &* 100))
        let fraction = 0x3030_302E | hundreds << 8 | UInt32(truncatingIfNeeded: pair) << 16
        return (clock, fraction)
    }

    /// The two digits of each number below 100, the first of them in the number's lowest byte; numbers begin 24 bits apart.
    @inlinable
    @inline(__always)
    static func digits(_ numbers: UInt64) -> UInt64 {
        // The 1024th part of 103 times as much is a tenth, for numbers as small as these.
        let tens = (numbers &* 103) >> 10 & 0x000F_0000_0F00_000F
        return tens | (numbers &- tens &* 10) << 8
    }

    @inlinable
    @inline(__always)
    static func writeTwoDigits(_ value: Int, at index: Int, _ put: (Int, UInt8) -> Void) {
        put(index, UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
        put(index + 1, UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
    }

    @inlinable
    static func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        dividend >= 0 ? dividend / divisor : (dividend + 1) / divisor - 1
    }

    /// The proleptic Gregorian date of a day, by counting in eras of 400 years that begin on the first of March, so that
    /// the leap day is the last day of an era's year.
    @inlinable
    static func civilDate(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSinceEpoch + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
