public import TodoCore

/// The claims of a token (RFC 7519 section 4.1), as far as they decide anything.
public struct TokenClaims: Decodable, Sendable {
    /// `exp`: seconds since 1970, with fractions.
    public let expiresAt: FieldInput<Double>
    /// `nbf`, alike.
    public let notBefore: FieldInput<Double>
    /// `iat`, alike.
    public let issuedAt: FieldInput<Double>
    /// `iss`.
    public let issuer: FieldInput<String>
    /// `aud`, one or several; `nil` when it is absent or neither.
    public let audience: [String]?
    /// Each claim that names the user, in the order in which they are preferred.
    public let userIDs: [FieldInput<String>]

    /// Where a decoder carries the path to the configured claim.
    static let userIDClaim: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "userIDClaim") else { preconditionFailure("BUG: any text will do") }
        return key
    }()

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        let claims = try decoder.container(keyedBy: Name.self)
        expiresAt = try claims.input(Name(stringValue: "exp"))
        notBefore = try claims.input(Name(stringValue: "nbf"))
        issuedAt = try claims.input(Name(stringValue: "iat"))
        issuer = try claims.input(Name(stringValue: "iss"))
        let audience = Name(stringValue: "aud")
        self.audience =
            (try? claims.decode([String].self, forKey: audience))
            ?? (try? claims.decode(String.self, forKey: audience)).map { [$0] }
        if let path = decoder.userInfo[Self.userIDClaim] as? [String] {
            userIDs = [Self.value(at: path[...], in: claims)]
        } else {
            userIDs = try [claims.input(Name(stringValue: "user_id")), claims.input(Name(stringValue: "sub"))]
        }
    }

    private static func value(
        at path: ArraySlice<String>,
        in claims: KeyedDecodingContainer<Name>
    ) -> FieldInput<String> {
        guard let first = path.first else { return .absent }
        let name = Name(stringValue: first)
        if path.count == 1 { return (try? claims.input(name)) ?? .mistyped }
        guard let nested = try? claims.nestedContainer(keyedBy: Name.self, forKey: name) else { return .absent }
        return value(at: path.dropFirst(), in: nested)
    }

    /// The user that the claims name, all of them alike.
    func user() throws(TokenRejection) -> UserID {
        let named = userIDs.filter { $0 != .absent && $0 != .null }
        guard let first = named.first, named.allSatisfy({ $0 == first }), case .value(let text) = first,
            let user = UserID(text)
        else { throw .missingUser }
        return user
    }
}
