/// What a task is called: 1 to 200 Unicode scalar values, no white space at either end, no U+0000.
public struct TaskTitle: Sendable, Hashable {
    /// The most Unicode scalar values that a title may have once trimmed.
    public static let maximumLength = 200

    /// The text without white space at its ends.
    public let rawValue: String

    /// Trims the text and checks it.
    /// - Throws: ``FieldFault`` with the sentence to show beside the field.
    public init(_ text: String) throws(FieldFault) {
        guard TextRules.isStorable(text) else { throw FieldFault("Title must not contain the character U+0000") }
        let trimmed = TextRules.trimmed(text)
        guard TextRules.isWithin(Self.maximumLength, trimmed) else { throw Self.lengthFault }
        rawValue = trimmed
    }

    /// For values that are already known to be valid, such as those read back from a store.
    public init(unchecked rawValue: String) {
        self.rawValue = rawValue
    }

    static let lengthFault = FieldFault("Title is required and must be between 1 and \(maximumLength) characters")
}

extension TaskTitle {
    /// Byte by byte, since the text is kept to the letter; `String` holds canonically equivalent spellings equal.
    public static func == (left: TaskTitle, right: TaskTitle) -> Bool {
        TextRules.isIdentical(left.rawValue, right.rawValue)
    }

    public func hash(into hasher: inout Hasher) {
        TextRules.hash(rawValue, into: &hasher)
    }
}

extension TaskTitle: CustomStringConvertible {
    public var description: String { rawValue }
}
