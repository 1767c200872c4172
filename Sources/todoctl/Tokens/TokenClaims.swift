import JWTKit
import TodoSettings

/// What a token of ours says.
struct TokenClaims: JWTPayload {
    /// The claims that nobody sets by hand.
    static let reserved: Set<String> = ["aud", "exp", "iat", "iss", "sub"]

    private var claims: [String: JSONValue]

    /// The claims for `user`: valid from `issuedAt`, in seconds since 1970, for `validFor` seconds.
    init(
        user: String,
        issuedAt: Int,
        validFor: Int,
        further: [String: JSONValue] = [:],
        settings: AuthenticationSettings
    ) {
        claims = further
        if let path = settings.userIDClaim {
            claims = Self.inserting(.string(user), at: path[...], into: claims)
        }
        claims["sub"] = .string(user)
        claims["iat"] = .integer(issuedAt)
        claims["exp"] = .integer(issuedAt + validFor)
        claims["iss"] = settings.issuer.map(JSONValue.string)
        claims["aud"] = settings.audience.map(JSONValue.string)
    }

    init(from decoder: any Decoder) throws {
        claims = try decoder.singleValueContainer().decode([String: JSONValue].self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(claims)
    }

    /// Nothing to check: these claims are signed here and never verified.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// The token: HS256 over these claims.
    func signed(with secret: Secret) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(hmac: HMACKey(from: secret.reveal()), digestAlgorithm: .sha256)
        return try await keys.sign(self)
    }

    private static func inserting(
        _ value: JSONValue,
        at path: ArraySlice<String>,
        into object: [String: JSONValue]
    ) -> [String: JSONValue] {
        guard let name = path.first else { return object }
        var object = object
        if path.count == 1 {
            object[name] = value
        } else {
            var inner: [String: JSONValue] = [:]
            if case .object(let present)? = object[name] { inner = present }
            object[name] = .object(inserting(value, at: path.dropFirst(), into: inner))
        }
        return object
    }
}
