extension JSONReader {
    /// A JSON value (RFC 8259) as it was read, as far as tokens and keys are made of them.
    ///
    /// It tells what cannot be known of a foreign text, which a value that is to be written never has.
    enum Value: Sendable {
        case null
        case bool
        /// `nil` when it is too large or too small to be told.
        case number(Double?)
        /// `nil` when an escape names one half of a character without the other.
        case string(String?)
        case array([Value])
        case object(JSONObject)

        /// The text that it is, if it is text.
        var text: String? {
            guard case .string(let text) = self else { return nil }
            return text
        }
    }
}
