/// Whose tasks: the identifier that the authentication system gives a user, taken as it is.
///
/// It has 1 to 255 Unicode scalar values and holds no U+0000. Nothing is trimmed or folded: two spellings are two users.
public struct UserID: Sendable, Hashable {
    /// The most Unicode scalar values that an identifier may have.
    public static let maximumLength = 255

    /// The identifier, to the letter.
    public let rawValue: String

    /// The identifier, or `nil` when `rawValue` is empty, too long, or holds U+0000.
    public init?(_ rawValue: String) {
        guard TextRules.isWithin(Self.maximumLength, rawValue), TextRules.isStorable(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// For values that are already known to be valid, such as those read back from a store.
    public init(unchecked rawValue: String) {
        self.rawValue = rawValue
    }
}

extension UserID {
    /// Byte by byte: `String` would hold spellings equal that are only canonically equivalent, and so mix two users.
    public static func == (left: UserID, right: UserID) -> Bool {
        TextRules.isIdentical(left.rawValue, right.rawValue)
    }

    public func hash(into hasher: inout Hasher) {
        TextRules.hash(rawValue, into: &hasher)
    }
}

extension UserID: CustomStringConvertible {
    public var description: String { rawValue }
}
