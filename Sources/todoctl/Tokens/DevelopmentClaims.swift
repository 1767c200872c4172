import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a token for development says.
struct DevelopmentClaims {
    /// The claims that nobody sets by hand.
    static let reserved: Set<String> = ["aud", "exp", "iat", "iss", "sub"]

    private var claims: [String: JSONValue]

    /// The claims for `user`: valid from `issuedAt`, in seconds since 1970, for `validFor` seconds.
    init(
        user: String,
        issuedAt: Int,
        validFor: Int,
        further: [String: JSONValue] = [:],
        expectations: TokenExpectations,
        userIDClaim: [String]?
    ) {
        claims = further
        if let path = userIDClaim {
            claims = Self.inserting(.string(user), at: path[...], into: claims)
        }
        claims["sub"] = .string(user)
        claims["iat"] = .integer(issuedAt)
        claims["exp"] = .integer(issuedAt + validFor)
        claims["iss"] = expectations.issuer.map(JSONValue.string)
        claims["aud"] = expectations.audience.map(JSONValue.string)
    }

    /// The token over these claims.
    func signed(by signer: TokenSigner) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try signer.sign(claims: Array(encoder.encode(claims)))
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
