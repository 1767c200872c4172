import JWKSClient
import NIOCore
import TodoCore
import TodoTokens

/// Tells whose request it is by its `Authorization` field, or refuses it.
struct Authenticator: Sendable {
    let keys: TrustedKeys
    private let verifier: LoopLocalVerifier

    /// - Parameters:
    ///   - keys: whose signatures are believed.
    ///   - userIDClaim: the path of names to the claim that holds the user id; `nil` stands for `user_id`, else `sub`.
    ///   - metrics: counts what is judged.
    ///   - loops: where requests are answered; each remembers the tokens that it has verified.
    init(keys: TrustedKeys, userIDClaim: [String]?, metrics: TokenMetrics, loops: [any EventLoop] = []) {
        self.keys = keys
        verifier = LoopLocalVerifier(keys: keys, userIDClaim: userIDClaim, metrics: metrics, loops: loops)
    }

    /// The user that the request's token speaks for.
    ///
    /// Waits only when the token names a key that is not known, until the issuer has been asked for its keys.
    /// - Parameters:
    ///   - authorization: the values of all `Authorization` fields; more than one says nothing certain.
    ///   - now: what the token's times are judged by.
    /// - Returns: whose tasks the request is about.
    /// - Throws: ``APIError`` with status 401; 503 while the keys that could verify the token have never arrived.
    func user(authorization: [String], now: Timestamp) async throws(APIError) -> UserID {
        if let user = try knownUser(authorization: authorization, now: now) { return user }
        await keys.issuer?.refetch()
        return try Self.user(verdict(authorization, now: now))
    }

    /// As ``user(authorization:now:)``, but without waiting.
    ///
    /// - Returns: `nil` when the token names a key that is not known, and its issuer can be asked for its keys.
    func knownUser(authorization: [String], now: Timestamp) throws(APIError) -> UserID? {
        let verdict = try verdict(authorization, now: now)
        if case .failure(.unknownKey) = verdict.result, keys.issuer != nil { return nil }
        return try Self.user(verdict)
    }

    private func verdict(_ authorization: [String], now: Timestamp) throws(APIError) -> LoopLocalVerifier.Verdict {
        verifier.verdict(on: try Self.token(authorization), now: now)
    }

    private static func user(_ verdict: LoopLocalVerifier.Verdict) throws(APIError) -> UserID {
        switch verdict.result {
        case .success(let user): return user
        case .failure(let rejection): throw refusal(rejection, issuerHasAnswered: verdict.issuerHasAnswered)
        }
    }

    private static func token(_ authorization: [String]) throws(APIError) -> Substring {
        guard let value = authorization.first else { throw .missingToken }
        guard authorization.count == 1 else { throw .malformedToken }
        guard let token = bearerToken(value) else { throw .missingToken }
        return token
    }

    /// It is not the token's fault when the keys that could verify it have never arrived.
    private static func refusal(_ rejection: TokenRejection, issuerHasAnswered: Bool) -> APIError {
        rejection.isForWantOfAKey && !issuerHasAnswered ? .unavailable() : APIError(rejection)
    }

    /// The token of `Bearer <token>`, the scheme in any case (RFC 6750 section 2.1).
    private static func bearerToken(_ value: String) -> Substring? {
        var value = value
        let place = value.withUTF8 { bytes -> Range<Int>? in
            // Of all bytes only a letter's capital differs from it in this one bit.
            guard bytes.count > scheme.count, scheme.indices.allSatisfy({ bytes[$0] | 0x20 == scheme[$0] }),
                bytes[scheme.count] == UInt8(ascii: " "),
                let start = bytes[scheme.count...].firstIndex(where: { $0 != UInt8(ascii: " ") }),
                let end = bytes.lastIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }), start <= end
            else { return nil }
            return start..<(end + 1)
        }
        guard let place else { return nil }
        let start = value.utf8.index(value.startIndex, offsetBy: place.lowerBound)
        return value[start..<value.utf8.index(start, offsetBy: place.count)]
    }

    private static let scheme = Array("bearer".utf8)
}
