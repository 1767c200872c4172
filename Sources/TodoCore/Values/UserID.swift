/// Whose tasks: the identifier that the authentication system gives a user, taken as it is.
///
/// It has 1 to 255 Unicode scalar values and holds no U+0000. Nothing is trimmed or folded: two spellings are two users.
public struct UserID: Sendable, Hashable {
    /// The most Unicode scalar values that an identifier may have.
    public static let maximumLength = 255

    /// The identifier, to the letter.
    public let rawValue: String

    /// Takes the identifier as it is.
    /// - Throws: ``FieldFault`` with a sentence that says what an identifier must be.
    public init(_ text: String) throws(FieldFault) {
        guard TextRules.isStorable(text) else { throw FieldFault("User id must not contain the character U+0000") }
        guard TextRules.isWithin(Self.maximumLength, text) else {
            throw FieldFault("User id is required and must be between 1 and \(Self.maximumLength) characters")
        }
        rawValue = text
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
