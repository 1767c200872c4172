import JWKSClient
import Logging
import NIOCore
import NIOPosix
import PrometheusMetrics
import Testing
import TodoCore
import TodoSettings
import TodoTestSupport
import TodoTokens

@testable import TodoServer

/// What is remembered on an event loop, while an issuer changes its keys.
@Suite(.timeLimit(.minutes(3)))
struct LoopLocalVerifierTests {
    private let issuer = Issuer()
    private let clock = ManualClock()
    private let loop = MultiThreadedEventLoopGroup.singleton.next()

    /// Runs `body` with keys that are kept current, the first of which have come.
    private func run(_ body: (TrustedKeys, LoopLocalVerifier) async throws -> Void) async throws {
        let settings = ["BETTER_AUTH_SECRET": Token.secret, "BETTER_AUTH_URL": "https://app.example.com"]
        let keys = try TrustedKeys(
            AuthenticationSettings(Environment(settings)),
            fetch: issuer.fetch,
            clock: clock,
            now: { Token.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        // Made before there are keys, as at the server's start.
        let verifier = LoopLocalVerifier(
            keys: keys,
            userIDClaim: nil,
            metrics: TokenMetrics(factory: PrometheusMetricsFactory()),
            loops: [loop]
        )
        issuer.publish(["a"])
        try await withThrowingTaskGroup { group in
            group.addTask { try await keys.issuer?.run() }
            try await refetch(keys)
            try await body(keys, verifier)
            group.cancelAll()
        }
    }

    private func change(_ keys: TrustedKeys, to ids: [String], and further: String? = nil) async throws {
        issuer.publish(ids, and: further)
        // An unknown key has keys fetched once a minute.
        clock.advance(by: .seconds(61))
        try await refetch(keys)
    }

    /// Whoever is cut off by the time limit stops here: he would go on with the keys from before.
    private func refetch(_ keys: TrustedKeys) async throws {
        await keys.issuer?.refetch()
        try Task.checkCancellation()
    }

    /// The verdict on the event loop, after it is seen to be the same elsewhere, where nothing is remembered.
    private func verdict(
        _ verifier: LoopLocalVerifier,
        _ token: String,
        now: Timestamp = Token.now
    ) async throws -> Result<UserID, TokenRejection> {
        let verdict = try await loop.submit { verifier.verdict(on: token[...], now: now).result }.get()
        #expect(verdict == verifier.verdict(on: token[...], now: now).result)
        return verdict
    }

    private static let alice = Result<UserID, TokenRejection>.success(UserID(unchecked: "alice"))

    @Test func aTokenOfARemovedKeyIsRefusedAtOnce() async throws {
        try await run { keys, verifier in
            let token = issuer.token("a")
            let verdicts = [try await verdict(verifier, token), try await verdict(verifier, token)]
            #expect(verdicts == [Self.alice, Self.alice])
            try await change(keys, to: ["b"])
            let withoutKey = try await verdict(verifier, token)
            #expect(withoutKey == .failure(.unknownKey("a")))
            try await change(keys, to: ["a"])
            let withKey = try await verdict(verifier, token)
            #expect(withKey == Self.alice)
        }
    }

    @Test func aTokenThatWasForgedIsGoodOnceItsKeyIsThere() async throws {
        try await run { keys, verifier in
            let token = issuer.token("a")
            // RFC 8037 appendix A.2.
            let another = #"{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
            try await change(keys, to: ["b"], and: another)
            let forged = [try await verdict(verifier, token), try await verdict(verifier, token)]
            #expect(forged == [.failure(.wrongSignature), .failure(.wrongSignature)])
            try await change(keys, to: ["a"])
            let good = try await verdict(verifier, token)
            #expect(good == Self.alice)
        }
    }

    /// Whatever tokens come in whatever order, at whatever time and with whatever keys, memory changes no verdict.
    @Test(arguments: 0..<8)
    func memoryChangesNoVerdict(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let ids = ["a", "b", "c"]
        let tokens = ids.flatMap { id in (0..<4).map { _ in issuer.token(id) } } + ["alice", "bob"].map(Token.of)
        try await run { keys, verifier in
            for _ in 0..<20 {
                try await change(keys, to: ids.filter { _ in Bool.random(using: &random) } + ["d"])
                for _ in 0..<30 {
                    let token = tokens[Int.random(in: tokens.indices, using: &random)]
                    let seconds = Int64.random(in: 0...1200, using: &random)
                    _ = try await verdict(verifier, token, now: Token.now.advanced(byMilliseconds: seconds * 1000))
                }
            }
        }
    }
}
