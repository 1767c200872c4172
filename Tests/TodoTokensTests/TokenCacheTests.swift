import Testing
import TodoCore
import TodoTestSupport

@testable import TodoTokens

@Suite struct TokenCacheTests {
    private func token(_ user: String) -> TokenJudgement {
        TokenJudgement(lifetime: .unlimited, result: .success(UserID(unchecked: user)))
    }

    private func digest(_ number: Int) -> TokenDigest { TokenDigest("\(number)") }

    private func cache(tokens: Int, userIDBytes: Int = .max) -> TokenCache {
        TokenCache(limits: TokenCache.Limits(tokens: tokens, userIDBytes: userIDBytes))
    }

    @Test func aTokenIsFoundByItsDigestAlone() {
        var cache = TokenCache()
        cache.insert(token("alice"), for: digest(1))
        cache.insert(token("bob"), for: digest(2))
        #expect(cache.judgement(digest(1)) == token("alice"))
        #expect(cache.judgement(digest(2)) == token("bob"))
        #expect(cache.judgement(digest(3)) == nil)
    }

    @Test func thereAreNeverMoreThanTheLimits() throws {
        var cache = TokenCache()
        var random = SplitMix64(seed: 1)
        for number in 0..<100_000 {
            // Up to 255 characters of four bytes each, the most that a user id can have.
            let user = String(repeating: "😀", count: Int.random(in: 1...255, using: &random))
            cache.insert(token(user), for: digest(number))
            let isWithin = cache.count <= cache.limits.tokens && cache.userIDBytes <= cache.limits.userIDBytes
            try #require(isWithin, "\(cache.count) tokens with \(cache.userIDBytes) bytes")
        }
        #expect(cache.userIDBytes > cache.limits.userIDBytes * 9 / 10)
    }

    @Test func allTheRoomIsUsed() {
        var cache = cache(tokens: 100)
        for number in 0..<1000 {
            cache.insert(token("user \(number)"), for: digest(number))
            #expect(cache.count == min(number + 1, 100))
        }
        // Nothing was asked for, so the oldest had to go.
        #expect((900..<1000).allSatisfy { cache.judgement(digest($0)) != nil })
    }

    @Test func whatIsAskedForAgainAndAgainOutlastsAFlood() {
        var cache = cache(tokens: 100)
        for number in 0..<50 { cache.insert(token("regular"), for: digest(number)) }
        for flood in 1000..<10_000 {
            cache.insert(token("once"), for: digest(flood))
            #expect(cache.judgement(digest(flood % 50)) != nil)
        }
    }

    @Test func whatIsNoLongerAskedForMakesRoom() {
        var cache = cache(tokens: 100)
        for number in 0..<100 {
            cache.insert(token("once"), for: digest(number))
            #expect(cache.judgement(digest(number)) != nil)
        }
        for number in 100..<200 { cache.insert(token("new"), for: digest(number)) }
        #expect((0..<100).allSatisfy { cache.judgement(digest($0)) == nil })
        #expect(cache.count == 100)
    }

    @Test func whatIsTooLargeDrivesNothingOut() {
        var cache = cache(tokens: 10, userIDBytes: 20)
        cache.insert(token("alice"), for: digest(1))
        cache.insert(token(String(repeating: "x", count: 21)), for: digest(2))
        #expect(cache.judgement(digest(1)) == token("alice"))
        #expect(cache.judgement(digest(2)) == nil)
    }

    /// In any order of events a token is known or not, and never another one.
    @Test(arguments: 0..<50)
    func itNeverMixesTokensUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let limits = TokenCache.Limits(
            tokens: Int.random(in: 1...20, using: &random),
            userIDBytes: Int.random(in: 0...200, using: &random)
        )
        var cache = TokenCache(limits: limits)
        var known: [Int: TokenJudgement] = [:]
        for _ in 0..<2000 {
            let number = Int.random(in: 0..<40, using: &random)
            if let found = cache.judgement(digest(number)) {
                #expect(found == known[number])
            } else {
                let user = String(repeating: "\(number)", count: Int.random(in: 1...30, using: &random))
                cache.insert(token(user), for: digest(number))
                known[number] = token(user)
            }
            #expect(cache.count <= limits.tokens)
            #expect(cache.userIDBytes <= limits.userIDBytes)
        }
        // What it counts is what is there.
        let left = known.filter { cache.judgement(digest($0.key)) != nil }
        #expect(left.count == cache.count)
        #expect(try left.values.reduce(0) { $0 + (try $1.result.get().rawValue.utf8.count) } == cache.userIDBytes)
    }
}
