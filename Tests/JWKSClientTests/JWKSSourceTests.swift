import CustomDump
import JWKSClient
import Logging
import NIOConcurrencyHelpers
import Testing
import TodoCore
import TodoTestSupport
import TodoTokens

@Suite(.timeLimit(.minutes(1)))
struct JWKSSourceTests {
    private let clock = ManualClock()
    private let log = RecordedLog()

    /// Runs `body` beside a source of this issuer's keys.
    private func run(
        _ issuer: StubIssuer,
        _ body: (JWKSSource) async throws -> Void
    ) async throws {
        let source = JWKSSource(
            url: try JWKSURL("https://app.example.com/api/auth/jwks"),
            fetch: issuer.fetch,
            keySet: { KeySet([KeySet.Source(keys: $0)]) },
            clock: clock,
            now: { [clock] in
                Timestamp(microsecondsSinceEpoch: clock.now.offset.components.seconds * 1_000_000)
            },
            logger: log.logger
        )
        let running = Task { try await source.run() }
        try await body(source)
        running.cancel()
        try await running.value
    }

    /// Waits until the source sleeps until `deadline`, and nobody else does.
    private func asleep(until deadline: Duration) async throws {
        try await until { [clock] in clock.deadlines == [deadline] }
    }

    private func kids(_ source: JWKSSource) -> [String] { source.status.keys.compactMap(\.id) }

    @Test func keysAreThereAfterTheStartAndRefreshedAsTheIssuerSays() async throws {
        let issuer = StubIssuer(.keys(["a"], maxAge: .seconds(120)))
        try await run(issuer) { source in
            try await asleep(until: .seconds(120))
            #expect(kids(source) == ["a"])
            #expect(source.snapshot.hasAnswered)
            issuer.answer(.keys(["a", "b"]))
            clock.advance(by: .seconds(120))
            try await asleep(until: .seconds(720))
            #expect(kids(source) == ["a", "b"])
            #expect(issuer.fetches == 2)
            #expect(source.status.lastFetched == Timestamp(microsecondsSinceEpoch: 120_000_000))
        }
    }

    @Test func theGenerationGrowsWithEachChangeOfKeysAndWithNothingElse() async throws {
        let issuer = StubIssuer(.keys(["a", "b"]))
        try await run(issuer) { source in
            #expect(source.snapshot.generation == 0)
            let steps: [(StubIssuer.Answer, Int)] = [
                (.keys(["a", "b"]), 1), (.keys(["b", "a"]), 1), (.keys(["b"]), 2), (.failure(.status(500)), 2),
                (.keys(["b"]), 2), (.document(#"{"keys":[]}"#), 2), (.keys(["b", "c"]), 3),
            ]
            for (number, (answer, generation)) in steps.enumerated() {
                issuer.answer(answer)
                clock.advance(by: .seconds(600))
                try await until { [clock] in issuer.fetches == number + 1 && clock.deadlines.count == 1 }
                #expect(source.snapshot.generation == generation)
            }
        }
    }

    @Test(
        arguments: [
            .failure(.timedOut(.seconds(5))), .document(#"{"keys":[]}"#), .document(#"{"keys":[{"kty":"oct"}]}"#),
            .document("<html>"),
        ] as [StubIssuer.Answer]
    )
    func theLastGoodKeysStayWhenNothingBetterComes(answer: StubIssuer.Answer) async throws {
        let issuer = StubIssuer(.keys(["a"]))
        try await run(issuer) { source in
            try await asleep(until: .seconds(600))
            issuer.answer(answer)
            clock.advance(by: .seconds(600))
            try await asleep(until: .seconds(601))
            #expect(kids(source) == ["a"])
            #expect(source.status.lastFailure?.time == Timestamp(microsecondsSinceEpoch: 600_000_000))
            issuer.answer(.keys(["b"]))
            clock.advance(by: .seconds(1))
            try await asleep(until: .seconds(1201))
            #expect(kids(source) == ["b"])
        }
    }

    @Test func untilTheIssuerAnswersItIsAskedAgain() async throws {
        let issuer = StubIssuer(.failure(.unreachable("connection refused")))
        try await run(issuer) { source in
            try await asleep(until: .seconds(1))
            #expect(!source.snapshot.hasAnswered)
            #expect(source.status.reasonForNoKeys == "cannot connect: connection refused")
            issuer.answer(.keys(["a"]))
            clock.advance(by: .seconds(1))
            try await asleep(until: .seconds(601))
            #expect(source.snapshot.hasAnswered)
            #expect(source.status.reasonForNoKeys == nil)
        }
    }

    // MARK: Unknown keys

    @Test func howeverManyWaitThereIsOneFetch() async throws {
        let issuer = StubIssuer(.keys(["a"]))
        try await run(issuer) { source in
            try await asleep(until: .seconds(600))
            issuer.answer(.silence)
            try await withThrowingTaskGroup { group in
                for _ in 0..<1000 { group.addTask { await source.refetch() } }
                // Each sleeps until its deadline; the source itself fetches.
                try await until { [clock] in clock.deadlines.count == 1000 }
                issuer.answer(.keys(["a", "b"]))
                try await group.waitForAll()
            }
            #expect(kids(source) == ["a", "b"])
            #expect(issuer.fetches == 2)
        }
    }

    @Test func anUnknownKeyCausesAFetchOnceAMinute() async throws {
        let issuer = StubIssuer(.keys(["a"]))
        try await run(issuer) { source in
            try await asleep(until: .seconds(600))
            for fetches in [2, 2, 2] {
                await source.refetch()
                #expect(issuer.fetches == fetches)
            }
            clock.advance(by: .milliseconds(59_999))
            await source.refetch()
            #expect(issuer.fetches == 2)
            clock.advance(by: .milliseconds(1))
            await source.refetch()
            #expect(issuer.fetches == 3)
        }
    }

    @Test func whoWaitsLeavesWhenItsTaskIsCancelled() async throws {
        let issuer = StubIssuer(.silence)
        try await run(issuer) { source in
            try await until { issuer.fetches == 1 }
            let waiting = Task { await source.refetch() }
            try await asleep(until: .seconds(5))
            waiting.cancel()
            await waiting.value
            #expect(!source.snapshot.hasAnswered)
        }
    }

    @Test func nobodyWaitsLongerThanFiveSeconds() async throws {
        let issuer = StubIssuer(.silence)
        try await run(issuer) { source in
            try await until { issuer.fetches == 1 }
            let waiting = Task { await source.refetch() }
            try await asleep(until: .seconds(5))
            clock.advance(by: .seconds(5))
            await waiting.value
            #expect(!source.snapshot.hasAnswered)
        }
    }

    @Test func nobodyWaitsForASourceThatHasEnded() async throws {
        let issuer = StubIssuer(.silence)
        var waiting: Task<Void, Never>?
        try await run(issuer) { source in
            try await until { issuer.fetches == 1 }
            waiting = Task { await source.refetch() }
            try await asleep(until: .seconds(5))
        }
        await waiting?.value
        #expect(clock.deadlines.isEmpty)
    }

    // MARK: The log

    @Test func changesAreLoggedAndFailuresOnce() async throws {
        let issuer = StubIssuer(.failure(.status(503)))
        try await run(issuer) { _ in
            var now = Duration.zero
            func answer(_ answer: StubIssuer.Answer, wait: Duration) async throws {
                now += wait
                let fetches = issuer.fetches
                issuer.answer(answer)
                clock.advance(by: wait)
                try await until { [clock] in issuer.fetches == fetches + 1 && clock.deadlines.count == 1 }
            }
            try await asleep(until: .seconds(1))
            try await answer(.failure(.status(503)), wait: .seconds(1))
            try await answer(.failure(.status(503)), wait: .seconds(2))
            try await answer(.keys([#"a\n"#]), wait: .seconds(4))
            try await answer(.keys([#"a\n"#]), wait: .seconds(600))
            try await answer(.document(#"{"keys":[{"kty":"RSA","kid":"old"}]}"#), wait: .seconds(600))
            try await answer(.failure(.status(503)), wait: .seconds(1))
            try await answer(.keys(["b"]), wait: .seconds(2))
        }
        let url = "url=https://app.example.com/api/auth/jwks"
        expectNoDifference(
            log.lines,
            [
                "warning Keys of the issuer cannot be fetched consequence=its tokens cannot be verified error=HTTP 503 \(url)",
                "notice Keys of the issuer are fetched again \(url)",
                #"notice Keys of the issuer changed added=["\"a\\n\""] removed=[] \#(url)"#,
                "warning Entries of the issuer's key set are not used "
                    + #"entries=["entry 0 (kid \"old\"): n is missing or malformed"] \#(url)"#,
                "warning Keys of the issuer cannot be fetched consequence=the last good keys stay in use "
                    + "error=none of the 1 entries of the JWK set can be used \(url)",
                "warning Keys of the issuer cannot be fetched consequence=the last good keys stay in use error=HTTP 503 \(url)",
                "notice Keys of the issuer are fetched again \(url)",
                #"notice Keys of the issuer changed added=["\"b\""] removed=["\"a\\n\""] \#(url)"#,
            ]
        )
    }
}
