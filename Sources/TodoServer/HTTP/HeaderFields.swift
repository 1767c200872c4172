import HTTPTypes
import NIOHTTP1

extension HTTPField.Name {
    static let idempotencyKey = name("Idempotency-Key")
    static let idempotencyReplayed = name("Idempotency-Replayed")
    static let link = name("Link")
    static let prefer = name("Prefer")
    static let preferenceApplied = name("Preference-Applied")
    static let referrerPolicy = name("Referrer-Policy")
    static let xForwardedProto = name("X-Forwarded-Proto")
    static let xRequestID = name("X-Request-Id")
    static let xTotalCount = name("X-Total-Count")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("BUG: \(text) is no field name") }
        return name
    }
}

extension HTTPFields {
    mutating func append(contentsOf other: HTTPFields) {
        for field in other { append(field) }
    }
}

extension HTTPHeaders {
    /// The field's value, its lines joined as one list (RFC 9110 section 5.3); `nil` when it is not there.
    subscript(name: HTTPField.Name) -> String? {
        var value: String?
        for field in self where field.name.isSpelling(of: name.canonicalName) {
            value = value.map { "\($0), \(field.value)" } ?? field.value
        }
        return value
    }
}

extension String {
    /// Whether it is this name of a field, which is in lower case, in whatever case.
    func isSpelling(of name: String) -> Bool {
        utf8.count == name.utf8.count
            && zip(utf8, name.utf8).allSatisfy { byte, lowercase in
                byte == lowercase || byte | 0x20 == lowercase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            }
    }
}
