import OrderedCollections
import TodoCore
import TodoJSON
import TodoTokens

/// What a token for development says.
struct DevelopmentClaims {
    /// The claims that nobody sets by hand.
    static let reserved: Set<String> = ["aud", "exp", "iat", "iss", "sub"]

    let expiresAt: Timestamp
    private var claims: OrderedDictionary<String, JSONValue>

    /// The claims for `user`: valid from the second of `issuedAt` for `validFor` seconds.
    init(
        user: UserID,
        issuedAt: Timestamp,
        validFor: Int,
        further: [ClaimArgument] = [],
        expectations: TokenExpectations,
        userIDClaim: [String]?
    ) {
        let issued = Int(issuedAt.microsecondsSinceEpoch / 1_000_000)
        let expiry = issued + validFor
        expiresAt = Timestamp(microsecondsSinceEpoch: Int64(expiry) * 1_000_000)
        claims = OrderedDictionary(further.map { ($0.name, $0.value) }) { _, last in last }
        if let path = userIDClaim {
            claims = Self.inserting(.string(user.rawValue), at: path[...], into: claims)
        }
        claims["sub"] = .string(user.rawValue)
        claims["iat"] = .integer(issued)
        claims["exp"] = .integer(expiry)
        claims["iss"] = expectations.issuer.map(JSONValue.string)
        claims["aud"] = expectations.audience.map(JSONValue.string)
    }

    /// The token over these claims.
    func signed(by signer: TokenSigner) throws -> String {
        try signer.sign(claims: Array(JSONValue.object(claims).compactText.utf8))
    }

    private static func inserting(
        _ value: JSONValue,
        at path: ArraySlice<String>,
        into object: OrderedDictionary<String, JSONValue>
    ) -> OrderedDictionary<String, JSONValue> {
        guard let name = path.first else { return object }
        var object = object
        if path.count == 1 {
            object[name] = value
        } else {
            var inner: OrderedDictionary<String, JSONValue> = [:]
            if case .object(let present)? = object[name] { inner = present }
            object[name] = .object(inserting(value, at: path.dropFirst(), into: inner))
        }
        return object
    }
}
