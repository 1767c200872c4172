/// A task's longer text: kept to the letter, of any length that the transport lets through, without U+0000.
public struct TaskDescription: Sendable, Hashable {
    /// The text, to the letter.
    public let rawValue: String

    /// Takes the text as it is.
    /// - Throws: ``FieldFault`` with the sentence to show beside the field.
    public init(_ text: String) throws(FieldFault) {
        guard TextRules.isStorable(text) else { throw FieldFault("Description must not contain the character U+0000") }
        rawValue = text
    }

    /// For values that are already known to be valid, such as those read back from a store.
    public init(unchecked rawValue: String) {
        self.rawValue = rawValue
    }
}

extension TaskDescription {
    /// Byte by byte, since the text is kept to the letter; `String` holds canonically equivalent spellings equal.
    public static func == (left: TaskDescription, right: TaskDescription) -> Bool {
        TextRules.isIdentical(left.rawValue, right.rawValue)
    }

    public func hash(into hasher: inout Hasher) {
        TextRules.hash(rawValue, into: &hasher)
    }
}

extension TaskDescription: CustomStringConvertible {
    public var description: String { rawValue }
}
