import TodoCore

/// The claims of a token (RFC 7519 section 4.1), as far as they decide anything.
struct TokenClaims {
    /// Seconds since 1970, with fractions.
    let expiresAt: FieldInput<Double>
    let notBefore: FieldInput<Double>
    let issuedAt: FieldInput<Double>
    let issuer: String?
    let audience: [String]?
    /// Each claim that names the user, in the order in which they are preferred.
    let userIDs: [FieldInput<String>]

    /// - Parameters:
    ///   - claims: what the token says.
    ///   - userIDClaim: the path of names to the claim that holds the user id; `nil` stands for `user_id`, else `sub`.
    init(_ claims: JSONObject, userIDClaim: [String]?) {
        expiresAt = Self.number(claims["exp"])
        notBefore = Self.number(claims["nbf"])
        issuedAt = Self.number(claims["iat"])
        issuer = claims["iss"]?.text
        audience = Self.audience(claims["aud"])
        userIDs =
            if let userIDClaim { [Self.text(Self.claim(at: userIDClaim[...], in: claims))] } else {
                [Self.text(claims["user_id"]), Self.text(claims["sub"])]
            }
    }

    private static func number(_ claim: JSONValue?) -> FieldInput<Double> {
        switch claim {
        case nil: .absent
        case .null: .null
        case .number(let number) where number.isFinite: .value(number)
        default: .mistyped
        }
    }

    private static func text(_ claim: JSONValue?) -> FieldInput<String> {
        switch claim {
        case nil: .absent
        case .null: .null
        case .string(let text?): .value(text)
        default: .mistyped
        }
    }

    private static func audience(_ claim: JSONValue?) -> [String]? {
        guard case .array(let members) = claim else { return claim?.text.map { [$0] } }
        let names = members.compactMap(\.text)
        return names.count == members.count ? names : nil
    }

    private static func claim(at path: ArraySlice<String>, in claims: JSONObject) -> JSONValue? {
        guard let name = path.first, let claim = claims[name] else { return nil }
        if path.count == 1 { return claim }
        guard case .object(let nested) = claim else { return nil }
        return Self.claim(at: path.dropFirst(), in: nested)
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
