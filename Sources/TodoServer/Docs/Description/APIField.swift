/// A field of a body, or a parameter: what it is called, what it holds, what it means.
struct APIField: Sendable {
    let name: String
    let type: APIType
    let isRequired: Bool
    /// Sentences in which backticks set off code.
    let summary: String

    init(_ name: String, _ type: APIType, isRequired: Bool, _ summary: String) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.summary = summary
    }
}

/// What a field holds, in the terms of JSON Schema.
indirect enum APIType: Sendable {
    case boolean
    /// A whole number from 1 to the greatest that 64 bits with a sign hold.
    case identifier
    /// A whole number of at least 1.
    case count
    /// A whole number of at least 0.
    case number
    /// A boolean in a query: `true`, `false`, `1` or `0`, in any case.
    case flag
    /// The bounds count Unicode scalar values, as JSON Schema's `minLength` and `maxLength` do (RFC 8259 section 8.2).
    case string(length: ClosedRange<Int>? = nil)
    /// The bounds count what is left of the text once white space at both ends is removed. It holds no U+0000.
    case trimmed(length: ClosedRange<Int>)
    /// What a ``Pattern`` fits.
    case matching(String)
    /// What `If-Match` and `If-None-Match` hold.
    case entityTags
    /// A position in a list that the service gave.
    case cursor
    /// Text without U+0000, or null.
    case stringOrNull
    /// One of these strings and no other.
    case choice([String])
    /// RFC 3339 in UTC with milliseconds.
    case timestamp
    case array(of: APISchema.Name)
    case object([APIField])
    /// Any keys, each with a string.
    case strings

    /// The type as a person calls it.
    var label: String {
        switch self {
        case .boolean, .flag: "boolean"
        case .identifier, .count, .number: "integer"
        case .string(let length?), .trimmed(let length):
            "string, \(length.lowerBound) to \(length.upperBound) characters"
        case .string, .matching, .entityTags, .cursor, .choice: "string"
        case .stringOrNull: "string or null"
        case .timestamp: "string, date and time"
        case .array(let name): "array of \(name.rawValue)"
        case .object: "object"
        case .strings: "object of strings"
        }
    }
}
