import TodoCore
import TodoTokens

/// Tokens against keys of every kind, of which this program has the public parts.
enum Forgeries {
    /// Tries the input as a token, and as header, claims and signature on a line each: only the genuine ones are believed.
    static func violation(by input: [UInt8]) -> String? {
        let lines = input.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        let wrapped = lines.map { Base64URLText.of(Array($0)) }.joined(separator: ".")
        for token in [String(decoding: input, as: UTF8.self), wrapped] {
            let user = try? verifier.verify(token[...], now: now)
            if user != nil, !genuine.contains(token) { return "\(token) is believed." }
            if user == nil, genuine.contains(token) { return "\(token) is refused." }
        }
        return nil
    }

    /// Before the genuine tokens expire, so that only the signature stands between a forgery and its acceptance.
    private static let now = Timestamp(microsecondsSinceEpoch: 1_300_819_000_000_000)

    private static let verifier = TokenVerifier(
        keys: KeySet([KeySet.Source(keys: [VerificationKey(secret: secret)] + published)]),
        userIDClaim: ["iss"]
    )

    private static let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }

    private static let published = (try? JSONWebKeySet(Array(GenuineTokens.keys.utf8)))?.keys ?? []

    private static let genuine = Set(GenuineTokens.all)
}
