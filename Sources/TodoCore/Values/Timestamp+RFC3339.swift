extension Timestamp {
    /// How many bytes ``writePreciseRFC3339(_:)`` writes.
    public static let preciseRFC3339Length = 27

    /// Writes what ``writeRFC3339(_:)`` does with microseconds, such as `2026-02-17T10:00:00.000000Z`, so that nothing is cut off.
    @inlinable
    public func writePreciseRFC3339(_ put: (Int, UInt8) -> Void) {
        let zuluIndex = Self.rfc3339Length - 1
        writeRFC3339 { index, byte in if index < zuluIndex { put(index, byte) } }
        let microseconds = microsecondsSinceEpoch - Self.floorDivide(microsecondsSinceEpoch, 1000) * 1000
        put(zuluIndex, UInt8(truncatingIfNeeded: 48 + microseconds / 100))
        put(zuluIndex + 1, UInt8(truncatingIfNeeded: 48 + microseconds / 10 % 10))
        put(zuluIndex + 2, UInt8(truncatingIfNeeded: 48 + microseconds % 10))
        put(zuluIndex + 3, UInt8(ascii: "Z"))
    }

    /// Reads an RFC 3339 time (section 5.6) with any offset; digits beyond the microsecond are cut off.
    ///
    /// A leap second is the first of the next minute.
    /// - Returns: `nil` when the text is anything else.
    public init?(rfc3339 text: String) {
        var text = text
        guard let instant = text.withUTF8({ RFC3339Reader(rest: $0[...]).instant() }) else { return nil }
        self.init(microsecondsSinceEpoch: instant)
    }

    /// The day's number, by the same eras as ``civilDate(daysSinceEpoch:)``.
    fileprivate static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = (yearFromMarch >= 0 ? yearFromMarch : yearFromMarch - 399) / 400
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private struct RFC3339Reader {
    var rest: Slice<UnsafeBufferPointer<UInt8>>

    /// Microseconds since 1970.
    consuming func instant() -> Int64? {
        guard let year = number(digits: 4), skip("-"),
            let month = number(digits: 2), (1...12).contains(month), skip("-"),
            let day = number(digits: 2), skip("T") || skip("t") || skip(" "),
            let hour = number(digits: 2), hour < 24, skip(":"),
            let minute = number(digits: 2), minute < 60, skip(":"),
            let second = number(digits: 2), second <= 60
        else { return nil }
        let days = Timestamp.daysSinceEpoch(year: year, month: month, day: day)
        // A day that the month does not have is another one's.
        guard Timestamp.civilDate(daysSinceEpoch: days) == (year, month, day),
            let microseconds = fraction(), let offset = offset(), rest.isEmpty
        else { return nil }
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Int64(seconds) * 1_000_000 + Int64(microseconds)
    }

    /// The microseconds behind the full stop; 0 when there is none.
    private mutating func fraction() -> Int? {
        guard skip(".") else { return 0 }
        var microseconds = 0
        var count = 0
        while let digit = digit() {
            if count < 6 { microseconds = microseconds * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { microseconds *= 10 }
        return microseconds
    }

    /// Seconds east of UTC.
    private mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = number(digits: 2), hours < 24, skip(":"),
            let minutes = number(digits: 2),
            minutes < 60
        else { return nil }
        return (hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
    }

    private mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (48...57).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte) - 48
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == scalar.value else { return false }
        rest.removeFirst()
        return true
    }
}
