public import TodoCore

/// The claims of a token (RFC 7519 section 4.1), as far as they decide anything.
public struct TokenClaims: Sendable {
    /// `exp`: seconds since 1970, with fractions.
    public let expiresAt: FieldInput<Double>
    /// `nbf`, alike.
    public let notBefore: FieldInput<Double>
    /// `iat`, alike.
    public let issuedAt: FieldInput<Double>
    /// `iss`; `nil` when it is absent or no text.
    public let issuer: String?
    /// `aud`, one or several; `nil` when it is absent or neither.
    public let audience: [String]?
    /// Each claim that names the user, in the order in which they are preferred.
    public let userIDs: [FieldInput<String>]

    /// - Parameters:
    ///   - claims: what the token says.
    ///   - userIDClaim: the path of names to the claim that holds the user id; `nil` stands for `user_id`, else `sub`.
    /// - Throws: ``TokenRejection/malformedClaims`` when one cannot be told: a number without a `Double`, half a character.
    init(_ claims: JSONObject, userIDClaim: [String]?) throws(TokenRejection) {
        expiresAt = try Self.number(claims["exp"])
        notBefore = try Self.number(claims["nbf"])
        issuedAt = try Self.number(claims["iat"])
        issuer = claims["iss"]?.text
        audience = Self.audience(claims["aud"])
        userIDs =
            if let userIDClaim { [try Self.text(Self.claim(at: userIDClaim[...], in: claims))] } else {
                [try Self.text(claims["user_id"]), try Self.text(claims["sub"])]
            }
    }

    private static func number(_ claim: JSONReader.Value?) throws(TokenRejection) -> FieldInput<Double> {
        switch claim {
        case nil: return .absent
        case .null: return .null
        case .number(let number?): return .value(number)
        case .number(nil): throw .malformedClaims
        default: return .mistyped
        }
    }

    private static func text(_ claim: JSONReader.Value?) throws(TokenRejection) -> FieldInput<String> {
        switch claim {
        case nil: return .absent
        case .null: return .null
        case .string(let text?): return .value(text)
        case .string(nil): throw .malformedClaims
        default: return .mistyped
        }
    }

    private static func audience(_ claim: JSONReader.Value?) -> [String]? {
        guard case .array(let members) = claim else { return claim?.text.map { [$0] } }
        let names = members.compactMap(\.text)
        return names.count == members.count ? names : nil
    }

    private static func claim(at path: ArraySlice<String>, in claims: JSONObject) -> JSONReader.Value? {
        guard let name = path.first, let claim = claims[name] else { return nil }
        if path.count == 1 { return claim }
        guard case .object(let nested) = claim else { return nil }
        return Self.claim(at: path.dropFirst(), in: nested)
    }

    /// The user that the claims name, all of them alike.
    func user() throws(TokenRejection) -> UserID {
        let named = userIDs.filter { $0 != .absent && $0 != .null }
        let users = named.map { name in if case .value(let text) = name { try? UserID(text) } else { UserID?.none } }
        // Users are compared byte by byte, their names would not be.
        guard let first = users.first, let user = first, users.allSatisfy({ $0 == user }) else { throw .missingUser }
        return user
    }
}
