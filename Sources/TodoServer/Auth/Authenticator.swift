import NIOCore
import TodoCore
import TodoSettings
import TodoTokens

/// Tells whose request it is by its `Authorization` field, or refuses it.
struct Authenticator: Sendable {
    private let verifier: LoopLocalVerifier

    /// - Parameters:
    ///   - settings: whose tokens are believed.
    ///   - loops: where requests are answered; each remembers the tokens that it has verified.
    init(_ settings: AuthenticationSettings, loops: [any EventLoop] = []) {
        let secret = KeySet.Source(
            keys: [VerificationKey(secret: Array(settings.secret.reveal().utf8))],
            expectations: TokenExpectations(issuer: settings.issuer, audience: settings.audience)
        )
        verifier = LoopLocalVerifier(
            TokenVerifier(keys: KeySet([secret]), userIDClaim: settings.userIDClaim),
            loops: loops
        )
    }

    /// The user that the request's token speaks for.
    ///
    /// - Parameters:
    ///   - authorization: the values of all `Authorization` fields; more than one says nothing certain.
    ///   - now: what the token's times are judged by.
    /// - Returns: whose tasks the request is about.
    /// - Throws: ``APIError`` with status 401.
    func user(authorization: [String], now: Timestamp) throws(APIError) -> UserID {
        guard let value = authorization.first else { throw .missingToken }
        guard authorization.count == 1 else { throw .malformedToken }
        guard let token = Self.bearerToken(value) else { throw .missingToken }
        do {
            return try verifier.verify(token, now: now)
        } catch {
            throw APIError(error)
        }
    }

    /// The token of `Bearer <token>`, the scheme in any case (RFC 6750 section 2.1).
    private static func bearerToken(_ value: String) -> Substring? {
        guard let space = value.utf8.firstIndex(of: UInt8(ascii: " ")), value[..<space].lowercased() == "bearer" else {
            return nil
        }
        let rest = value[space...]
        guard let start = rest.utf8.firstIndex(where: { $0 != UInt8(ascii: " ") }),
            let end = rest.utf8.lastIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
        else { return nil }
        return rest[start...end]
    }
}
