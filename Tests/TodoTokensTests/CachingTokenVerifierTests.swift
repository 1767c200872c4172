import Testing
import TodoCore
import TodoTestSupport

@testable import TodoTokens

@Suite struct CachingTokenVerifierTests {
    private static let secret = VerificationKey(secret: Array(Token.secret.utf8))

    private func verifier(_ expectations: TokenExpectations = TokenExpectations()) -> TokenVerifier {
        TokenVerifier(keys: KeySet([KeySet.Source(keys: [Self.secret], expectations: expectations)]))
    }

    private func at(_ seconds: Double) -> Timestamp {
        Timestamp(microsecondsSinceEpoch: Int64(((Double(Token.seconds) + seconds) * 1_000_000).rounded()))
    }

    private func verdict(
        _ token: String,
        _ verifier: inout CachingTokenVerifier,
        now: Timestamp = Token.now
    ) -> Result<UserID, TokenRejection> {
        do { return .success(try verifier.verify(token[...], now: now)) } catch { return .failure(error) }
    }

    private func verdict(_ token: String, _ verifier: TokenVerifier, now: Timestamp) -> Result<UserID, TokenRejection> {
        do { return .success(try verifier.verify(token[...], now: now)) } catch { return .failure(error) }
    }

    @Test func aKnownTokenIsNotVerifiedAgain() {
        let token = Token.of("alice")
        // Only the memory says so, whatever the token says.
        let remembered = Result<UserID, TokenRejection>.success(UserID(unchecked: "from the cache"))
        var signed = TokenCache()
        signed.insert(
            TokenJudgement(lifetime: .unlimited, result: remembered),
            for: TokenDigest(token[...])
        )
        var verifier = CachingTokenVerifier(verifier(), signed: signed, forged: TokenCache())
        #expect(verdict(token, &verifier) == remembered)
        #expect(verdict(Token.of("bob"), &verifier) == .success(UserID(unchecked: "bob")))
    }

    @Test func aTokenIsRememberedOnce() {
        var verifier = CachingTokenVerifier(verifier())
        for _ in 0..<3 {
            #expect(verdict(Token.of("alice"), &verifier) == .success(UserID(unchecked: "alice")))
            #expect(verifier.signed.count == 1)
        }
    }

    @Test func aKnownTokenExpiresToTheMicrosecond() {
        var verifier = CachingTokenVerifier(verifier())
        let token = Token.signed(claims: #"{"sub":"alice","exp":\#(Token.seconds + 900)}"#)
        #expect((try? verdict(token, &verifier, now: at(0)).get()) != nil)
        #expect((try? verdict(token, &verifier, now: at(959.999_999)).get()) != nil)
        #expect(verdict(token, &verifier, now: at(960)) == .failure(.expired(Double(Token.seconds + 900))))
    }

    @Test(arguments: [("nbf", TokenRejection.notYetValid), ("iat", .issuedInTheFuture)])
    func aKnownTokenIsRefusedWhenTheClockGoesBack(claim: String, rejection: TokenRejection) {
        var verifier = CachingTokenVerifier(verifier())
        let token = Token.signed(
            claims: #"{"sub":"alice","exp":\#(Token.seconds + 900),"\#(claim)":\#(Token.seconds + 100)}"#
        )
        #expect(verdict(token, &verifier, now: at(39.999_999)) == .failure(rejection))
        #expect((try? verdict(token, &verifier, now: at(40)).get()) != nil)
        #expect(verdict(token, &verifier, now: at(39.999_999)) == .failure(rejection))
        #expect((try? verdict(token, &verifier, now: at(40)).get()) != nil)
    }

    @Test func anyOtherTextIsAnotherToken() throws {
        var verifier = CachingTokenVerifier(verifier())
        let token = Token.of("alice")
        #expect(verdict(token, &verifier) == .success(UserID(unchecked: "alice")))
        for index in token.indices {
            for replacement in ["A", "B", "-", "", "AA", ".", "\u{E9}", " "] where replacement != String(token[index]) {
                let forged = token.replacingCharacters(at: index, with: replacement)
                #expect(throws: TokenRejection.self, "\(forged)") { try verdict(forged, &verifier).get() }
            }
        }
        #expect(verdict(token, &verifier) == .success(UserID(unchecked: "alice")))
        #expect(verifier.signed.count == 1)
    }

    @Test func tokensWithTheSameClaimsOrSignatureAreNotMixedUp() {
        var verifier = CachingTokenVerifier(verifier())
        let claims = #"{"sub":"alice","exp":\#(Token.seconds + 900)}"#
        let good = Token.signed(claims: claims)
        #expect(verdict(good, &verifier) == .success(UserID(unchecked: "alice")))
        let sameClaims = Token.signed(claims: claims, secret: "another secret of at least 32 bytes!")
        #expect(verdict(sameClaims, &verifier) == .failure(.wrongSignature))
        let other = Token.of("bob").split(separator: ".")
        let parts = good.split(separator: ".")
        #expect(verdict("\(parts[0]).\(other[1]).\(parts[2])", &verifier) == .failure(.wrongSignature))
        let sameInAnotherHeader = Token.signed(header: #"{"alg":"HS256"}"#, claims: claims)
        #expect(verdict(sameInAnotherHeader, &verifier) == .success(UserID(unchecked: "alice")))
        #expect(verifier.signed.count == 2)
    }

    @Test(arguments: [
        Token.signed(claims: "{}"), Token.of("alice"),
        Token.signed(claims: #"{"sub":"alice","exp":\#(Token.seconds - 61),"iss":"us"}"#),
        Token.signed(claims: #"{"sub":"alice","exp":\#(Token.seconds - 61),"iss":"them"}"#),
        Token.signed(claims: #"{"sub":"alice","exp":\#(Token.seconds + 900),"iss":"them"}"#),
        Token.signed(claims: #"{"exp":\#(Token.seconds + 900),"iss":"us"}"#),
    ])
    func aSignedTokenThatIsRefusedIsVerifiedOnce(token: String) {
        let plain = verifier(TokenExpectations(issuer: "us"))
        var verifier = CachingTokenVerifier(plain)
        let expected = verdict(token, plain, now: Token.now)
        #expect(throws: TokenRejection.self) { try expected.get() }
        for _ in 0..<3 { #expect(verdict(token, &verifier) == expected) }
        #expect((verifier.signed.count, verifier.forged.count) == (1, 0))
    }

    @Test func aForgedTokenIsVerifiedOnce() {
        let token = Token.signed(claims: #"{"sub":"alice","exp":1}"#, secret: "another secret of at least 32 bytes!")
        var verifier = CachingTokenVerifier(verifier())
        for _ in 0..<3 { #expect(verdict(token, &verifier) == .failure(.wrongSignature)) }
        #expect((verifier.signed.count, verifier.forged.count) == (0, 1))
    }

    @Test func forgedTokensTakeNoRoomFromSignedOnes() {
        var verifier = CachingTokenVerifier(verifier())
        let token = Token.of("alice")
        #expect(verdict(token, &verifier) == .success(UserID(unchecked: "alice")))
        for number in 0..<1500 {
            let forged = Token.signed(claims: #"{"sub":"\#(number)"}"#, secret: "another secret of at least 32 bytes!")
            #expect(verdict(forged, &verifier) == .failure(.wrongSignature))
        }
        #expect((verifier.signed.count, verifier.forged.count) == (1, 1024))
        #expect((try? verifier.verification(of: token[...], now: Token.now))?.wasRemembered == true)
    }

    @Test func whatIsNoTokenTakesNoRoom() {
        var verifier = CachingTokenVerifier(verifier())
        for text in ["", "a.b.c", Token.signed(header: #"{"alg":"none"}"#, claims: "{}")] {
            #expect(throws: TokenRejection.self) { try verdict(text, &verifier).get() }
        }
        #expect((verifier.signed.count, verifier.forged.count) == (0, 0))
    }

    /// Whatever is asked in whatever order, the verdict is that of a verifier that remembers nothing.
    @Test(arguments: 0..<20)
    func itJudgesAsIfItRememberedNothing(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let tokens = try (0..<60).map { _ in
            let times = ["nbf", "iat"].filter { _ in number(0...2) == 0 }
                .map { #","\#($0)":\#(Token.seconds + number(-100...100))"# }
            let issuer = ["", #","iss":"us""#, #","iss":"us""#, #","iss":"them""#][number(0...3)]
            let user = [#""sub":"\#(number(0...9))""#, #""user_id":"a","sub":"b""#][number(0...9) / 9]
            let claims = #"{\#(user),"exp":\#(Token.seconds + number(-100...100))\#(times.joined())\#(issuer)}"#
            let token = [
                Token.signed(claims: claims),
                Token.signed(claims: claims, secret: "another secret of at least 32 bytes!"),
                try SigningKey.ed25519.token(.edDSA, #","kid":"\#(["a", "b"][number(0...1)])""#, claims: claims),
            ][number(0...2)]
            return number(0...9) == 0 ? String(token.dropLast()) : token
        }
        let issuer = try KeySet.Source(
            keys: keySet(#"\#(SigningKey.ed25519.members),"kid":"a""#).keys,
            expectations: TokenExpectations(issuer: "us")
        )
        let plain = TokenVerifier(keys: KeySet([KeySet.Source(keys: [Self.secret]), issuer]))
        // So small that tokens drive each other out.
        func cache() -> TokenCache { TokenCache(limits: TokenCache.Limits(tokens: number(1...8), userIDBytes: 20)) }
        var caching = CachingTokenVerifier(plain, signed: cache(), forged: cache())
        var accepted = 0
        for _ in 0..<500 {
            let token = tokens[number(0...59)]
            let now = at(Double(number(-200_000...200_000)) / 1000)
            let expected = verdict(token, plain, now: now)
            #expect(verdict(token, &caching, now: now) == expected)
            if case .success = expected { accepted += 1 }
        }
        #expect(accepted > 20)
    }
}

extension String {
    fileprivate func replacingCharacters(at index: Index, with replacement: String) -> String {
        self[..<index] + replacement + self[self.index(after: index)...]
    }
}
