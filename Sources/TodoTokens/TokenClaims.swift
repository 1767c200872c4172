import TodoCore

/// The claims of a token (RFC 7519 section 4.1), as far as they decide anything.
struct TokenClaims: Decodable {
    /// Seconds since 1970, with fractions.
    let expiresAt: FieldInput<Double>
    let notBefore: FieldInput<Double>
    let issuedAt: FieldInput<Double>
    let issuer: FieldInput<String>
    let audience: [String]?
    /// Each claim that names the user, in the order in which they are preferred.
    let userIDs: [FieldInput<String>]

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

    init(from decoder: any Decoder) throws {
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
        let users = named.map { name in if case .value(let text) = name { UserID(text) } else { UserID?.none } }
        // Users are compared byte by byte, their names would not be.
        guard let first = users.first, let user = first, users.allSatisfy({ $0 == user }) else { throw .missingUser }
        return user
    }
}
