import CustomDump
import Testing
import TodoCore
import TodoTestSupport
import TodoTokens

@Suite struct TokenInspectionTests {
    private static let now = Token.seconds
    private static let key = VerificationKey(secret: Array(Token.secret.utf8))

    private static let verifier = TokenVerifier(
        keys: KeySet([
            KeySet.Source(keys: [key], expectations: TokenExpectations(issuer: "me", audience: "you"))
        ])
    )

    /// A token that fails this check and, as far as that can be, every later one; none fails where `first` is `nil`.
    private static func token(failingFrom first: TokenCheck?) -> String {
        func fails(_ check: TokenCheck) -> Bool { first.map { $0 <= check } ?? false }
        let header = [
            #""alg":"\#(fails(.algorithm) ? "none" : fails(.key) ? "EdDSA" : "HS256")""#,
            fails(.header) ? #""kid":1"# : #""kid":"a""#,
            fails(.crit) ? #""crit":[]"# : nil,
            fails(.typ) ? #""typ":"x""# : nil,
        ]
        let claims = [
            #""exp":\#(fails(.exp) ? now - 60 : now + 900)"#,
            #""nbf":\#(fails(.nbf) ? now + 61 : now)"#,
            #""iat":\#(fails(.iat) ? now + 61 : now)"#,
            #""iss":"\#(fails(.iss) ? "x" : "me")""#,
            #""aud":"\#(fails(.aud) ? "x" : "you")""#,
            fails(.user) ? nil : #""sub":"alice""#,
        ]
        let object = "{\(claims.compactMap(\.self).joined(separator: ","))}"
        return Token.signed(
            header: "{\(header.compactMap(\.self).joined(separator: ","))}",
            claims: fails(.claims) ? "[]" : object,
            secret: fails(.signature) ? "another secret of at least 32 bytes!" : Token.secret
        ) + (fails(.form) ? "." : "")
    }

    @Test(arguments: TokenCheck.allCases)
    func theFirstCheckThatFailsDecides(check: TokenCheck) {
        let inspection = Self.verifier.inspect(Self.token(failingFrom: check)[...], now: Token.now)
        for other in TokenCheck.allCases {
            #expect(
                inspection.outcome(of: other) == (other < check ? .passed : other == check ? .failed : .notReached),
                "\(other)"
            )
        }
    }

    @Test func whatIsAcceptedPassesEveryCheck() {
        let inspection = Self.verifier.inspect(Self.token(failingFrom: nil)[...], now: Token.now)
        #expect(inspection.verdict == .success(UserID(unchecked: "alice")))
        for check in TokenCheck.allCases { #expect(inspection.outcome(of: check) == .passed) }
    }

    @Test(arguments: TokenCheck.allCases)
    func theVerdictIsTheVerifiers(check: TokenCheck) {
        let token = Self.token(failingFrom: check)[...]
        let verdict = Result { () throws(TokenRejection) in try Self.verifier.verify(token, now: Token.now) }
        #expect(Self.verifier.inspect(token, now: Token.now).verdict == verdict)
    }

    @Test func aTokenIsReadAsFarAsItCanBe() {
        let expired = Self.verifier.inspect(Self.token(failingFrom: .exp)[...], now: Token.now)
        expectNoDifference(expired.header?.keyID, "a")
        expectNoDifference(expired.claims?.expiresAt, .value(Double(Self.now - 60)))
        expectNoDifference(expired.expectations, TokenExpectations(issuer: "me", audience: "you"))
        expectNoDifference(expired.keys.map(\.algorithms), [[.hs256]])

        let forged = Self.verifier.inspect(Self.token(failingFrom: .signature)[...], now: Token.now)
        #expect(forged.claims != nil)
        #expect(forged.expectations == nil)

        let unreadable = Self.verifier.inspect("null", now: Token.now)
        #expect(unreadable.header == nil)
        #expect(unreadable.claims == nil)
        #expect(unreadable.keys.isEmpty)
    }
}
