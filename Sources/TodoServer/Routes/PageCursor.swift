import TodoCore

/// A position in a list as clients see it: text without a meaning for them.
///
/// It says nothing of the user, who comes from the token, and needs nothing that a server remembers, so that any replica, and the
/// next release, can go on from it. Its first character is the version of what follows.
enum PageCursor {
    private static let version = "1"

    static func text(_ position: TaskPosition) -> String {
        version + hexadecimal(UInt64(bitPattern: position.createdAt.microsecondsSinceEpoch))
            + hexadecimal(UInt64(bitPattern: position.id.rawValue))
    }

    /// - Returns: `nil` when the text is none that ``text(_:)`` makes.
    static func position(_ text: String) -> TaskPosition? {
        guard text.utf8.count == 33, let instant = UInt64(text.dropFirst().prefix(16), radix: 16),
            let number = UInt64(text.suffix(16), radix: 16), let id = TodoTask.ID(Int64(bitPattern: number))
        else { return nil }
        let createdAt = Timestamp(microsecondsSinceEpoch: Int64(bitPattern: instant))
        let position = TaskPosition(createdAt: createdAt, id: id)
        // Any store has the years that RFC 3339 has.
        return range.contains(createdAt) && self.text(position) == text ? position : nil
    }

    private static let range =
        Timestamp(
            microsecondsSinceEpoch: -62_167_219_200_000_000
        )...Timestamp(
            microsecondsSinceEpoch: 253_402_300_799_999_999
        )

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
