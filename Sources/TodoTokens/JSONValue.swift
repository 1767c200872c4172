/// A JSON value (RFC 8259), as far as tokens and keys are made of them.
enum JSONValue: Sendable {
    case null
    case bool
    /// `nil` when it is too large or too small to be told.
    case number(Double?)
    /// `nil` when an escape names one half of a character without the other.
    case string(String?)
    case array([JSONValue])
    case object(JSONObject)

    /// The text that it is, if it is text.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

/// The members of a JSON object.
struct JSONObject: Sendable {
    private let members: [String: JSONValue]

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// The object that the bytes are, if they are one and nothing else.
    init?(_ bytes: [UInt8]) {
        var reader = JSONReader(bytes)
        guard let members = try? reader.readText() else { return nil }
        self = members
    }

    /// The member of exactly this name: a dictionary alone would hold names equal that are only canonically equivalent.
    subscript(name: String) -> JSONValue? {
        guard let index = members.index(forKey: name), members[index].key.utf8.elementsEqual(name.utf8) else {
            return nil
        }
        return members[index].value
    }
}
