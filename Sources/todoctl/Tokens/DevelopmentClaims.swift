import TodoCore
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

    let expiresAt: Timestamp
    private var claims: [String: JSONValue]

    /// The claims for `user`: valid from the second of `issuedAt` for `validFor` seconds.
    init(
        user: String,
        issuedAt: Timestamp,
        validFor: Int,
        further: [String: JSONValue] = [:],
        expectations: TokenExpectations,
        userIDClaim: [String]?
    ) {
        let issued = Int(issuedAt.microsecondsSinceEpoch / 1_000_000)
        let expiry = issued + validFor
        expiresAt = Timestamp(microsecondsSinceEpoch: Int64(expiry) * 1_000_000)
        claims = further
        if let path = userIDClaim {
            claims = Self.inserting(.string(user), at: path[...], into: claims)
        }
        claims["sub"] = .string(user)
        claims["iat"] = .integer(issued)
        claims["exp"] = .integer(expiry)
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
