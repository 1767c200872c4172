import CustomDump
import Foundation
import Testing
import TodoCore
import TodoSettings
import TodoTestSupport

/// What `token inspect` and `token verify` say about tokens, judged at ``Token/now``.
@Suite(.timeLimit(.minutes(1)))
struct TokenInspectTests {
    private static let settings = ["BETTER_AUTH_SECRET": Token.secret]
    private static let now = Token.now.description

    private struct Report: Decodable, Equatable {
        struct Check: Decodable, Equatable {
            let check: String
            let outcome: String
            let facts: String
        }

        let answer: String
        let checks: [Check]
        let message: String?
        let remedy: String?
        let status: Int?
        let userID: String?
    }

    private func inspect(
        _ token: String,
        _ arguments: [String] = [],
        settings: [String: String] = [:]
    ) async throws -> TestProcess.Result {
        try await TestProcess.run(
            BuiltProducts.todoctl,
            ["token", "inspect", "--at", Self.now] + arguments,
            environment: Self.settings.merging(settings) { $1 },
            input: token
        )
    }

    private func report(_ token: String, settings: [String: String] = [:]) async throws -> Report {
        let result = try await inspect(token, ["--json"], settings: settings)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in
            let name = path.last?.stringValue ?? ""
            return AnyKey(stringValue: name == "user_id" ? "userID" : name)
        }
        let report = try decoder.decode(Report.self, from: Data(result.standardOutput.utf8))
        #expect(result.exitCode == (report.answer == "accepted" ? 0 : 1))
        #expect(result.standardError.isEmpty)
        return report
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    @Test func showsEveryCheckOfATokenThatIsAccepted() async throws {
        let claims = #"{"sub":"alice","exp":\#(Token.seconds + 900),"iat":\#(Token.seconds - 180)}"#
        let result = try await inspect(Token.signed(claims: claims))
        #expect(result.exitCode == 0)
        expectNoDifference(
            result.standardOutput,
            """
            ✔ form       three parts of base64url, \(Token.signed(claims: claims).count) bytes
            ✔ header     alg "HS256", no kid, typ "JWT"
            ✔ algorithm  "HS256"
            ✔ key        BETTER_AUTH_SECRET
            ✔ crit       none
            ✔ typ        "JWT"
            ✔ claims     a JSON object
            ✔ signature  right
            ✔ exp        expires in 15 min, 2026-02-17T10:15:00.000Z
            ✔ nbf        not given
            ✔ iat        issued 3 min ago, 2026-02-17T09:57:00.000Z
            ✔ iss        not given; any will do
            ✔ aud        no text given; any will do
            ✔ user       "alice" by sub

            accepted: the user "alice"

            """
        )
    }

    @Test func showsWhereARefusedTokenFailedAndWhatWasNotReached() async throws {
        let claims = #"{"sub":"alice","exp":\#(Token.seconds - 180)}"#
        let result = try await inspect(Token.signed(claims: claims))
        #expect(result.exitCode == 1)
        let lines = result.standardOutput.split(separator: "\n").map(String.init)
        expectNoDifference(
            lines.suffix(8),
            [
                "✔ signature  right",
                "✘ exp        expired 3 min ago, 2026-02-17T09:57:00.000Z",
                "– nbf        not given",
                "– iat        not given",
                "– iss        not given; any will do",
                "– aud        no text given; any will do",
                #"– user       "alice" by sub"#,
                "refused: 401 Token has expired",
                "remedy:  get a fresh token; if this one is fresh, set the clocks of both machines",
            ].suffix(8)
        )
    }

    @Test(
        arguments: [
            ("", "form", "there is no token", "Authorization header is required"),
            ("null", "form", "1 part joined by dots instead of three", "Invalid token format"),
            ("a.b.c", "form", "three parts, but not all of them are base64url without padding", "Invalid token format"),
            (
                Token.signed(header: "[]", claims: "{}"), "header", "no JSON object, or a kid that is no text",
                "Invalid token format"
            ),
            (
                Token.signed(header: #"{"alg":"none"}"#, claims: "{}"), "algorithm",
                #""none"; known are HS256, EdDSA, ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, PS512"#,
                "Invalid token signature"
            ),
            (
                Token.signed(header: #"{"alg":"EdDSA","kid":"X"}"#, claims: "{}"), "key",
                #"signed EdDSA with kid "X"; no JWKS is set; BETTER_AUTH_SECRET is for HS256"#,
                "Invalid token signature"
            ),
            (
                Token.signed(header: #"{"alg":"HS256","crit":["x"]}"#, claims: "{}"), "crit",
                "demands extensions, and none is understood", "Invalid token signature"
            ),
            (
                Token.signed(header: #"{"alg":"HS256","typ":"better-auth.session-cache+jwt"}"#, claims: "{}"), "typ",
                #""better-auth.session-cache+jwt" is meant for something else"#, "Invalid or expired token"
            ),
            (Token.signed(claims: "[]"), "claims", "no JSON object", "Invalid token format"),
            (
                Token.signed(claims: "{}", secret: "another secret of at least 32 bytes!"), "signature",
                "not made with BETTER_AUTH_SECRET over this content", "Invalid token signature"
            ),
            (Token.signed(claims: "{}"), "exp", "not given", "Invalid or expired token"),
            (
                signed(#""nbf":\#(Token.seconds + 300)"#), "nbf", "begins in 5 min, 2026-02-17T10:05:00.000Z",
                "Invalid or expired token"
            ),
            (
                signed(#""iat":\#(Token.seconds)000"#), "iat",
                "issued in 20480915 days, 1771322400000.0 seconds after 1970 "
                    + "(a time in milliseconds?)", "Invalid or expired token"
            ),
            (signed(#""sub":"""#), "user", #""" by sub"#, "Invalid token: missing user_id"),
            (
                signed(#""sub":"a","user_id":"b""#), "user", #""b" by user_id, "a" by sub"#,
                "Invalid token: missing user_id"
            ),
            (signed(#""x":1"#), "user", "no user_id and no sub", "Invalid token: missing user_id"),
        ]
    )
    func saysWhichCheckFailedAndWhatTheServerAnswers(
        token: String,
        check: String,
        facts: String,
        message: String
    ) async throws {
        let report = try await report(token)
        let failed = report.checks.filter { $0.outcome == "failed" }
        expectNoDifference(failed, [Report.Check(check: check, outcome: "failed", facts: facts)])
        #expect(report.checks.prefix { $0.check != check }.allSatisfy { $0.outcome == "passed" })
        #expect(report.checks.drop { $0.check != check }.dropFirst().allSatisfy { $0.outcome == "not reached" })
        #expect(report.status == 401)
        expectNoDifference(report.message, message)
        #expect(report.userID == nil)
    }

    private static func signed(_ claims: String) -> String {
        Token.signed(claims: #"{"exp":\#(Token.seconds + 900),\#(claims)}"#)
    }

    @Test func saysWhatIssuerAudienceAndUserMustBe() async throws {
        let settings = ["JWT_ISSUER": "me", "JWT_AUDIENCE": "you", "JWT_USER_ID_CLAIM": "user.id"]
        let good = Self.signed(#""iss":"me","aud":["x","you"],"user":{"id":"alice"}"#)
        let accepted = try await report(good, settings: settings)
        #expect(accepted.userID == "alice")
        expectNoDifference(
            accepted.checks.suffix(3).map(\.facts),
            [#""me"; must be "me""#, #""x", "you"; must be "you""#, #""alice" by user.id"#]
        )
        let refused = try await report(Self.signed(#""iss":"Me","sub":"alice""#), settings: settings)
        expectNoDifference(
            refused.checks.suffix(3).map { "\($0.outcome): \($0.facts)" },
            [#"failed: "Me"; must be "me""#, #"not reached: no text given; must be "you""#, "not reached: no user.id"]
        )
        #expect(refused.message == "Invalid or expired token")
    }

    @Test func saysThatSkewIsForgiven() async throws {
        let report = try await report(Token.signed(claims: #"{"sub":"alice","exp":\#(Token.seconds - 30)}"#))
        #expect(report.answer == "accepted")
        #expect(
            report.checks.contains {
                $0.facts == "expired 30 s ago, 2026-02-17T09:59:30.000Z; 60 s of skew are forgiven"
            }
        )
    }

    @Test(arguments: ["Bearer ", "bearer   ", " \n", "\tBEARER\n"])
    func forgivesThePrefixAndWhiteSpace(prefix: String) async throws {
        #expect(try await inspect(prefix + Token.of("alice") + " \r\n").exitCode == 0)
    }

    @Test func judgesATokenByTheTimeOfNowUnlessToldOtherwise() async throws {
        let token = Token.of("alice")
        let result = try await todoctl("token", "inspect", environment: Self.settings, input: token)
        #expect(result.exitCode == 1)
        #expect(result.standardOutput.contains("refused: 401 Token has expired"))
    }

    @Test func neitherTheSignatureNorTheSecretIsShown() async throws {
        let token = Token.of("alice")
        let signature = try #require(token.split(separator: ".").last)
        for token in [token, token + "x", token + ".x"] {
            for arguments in [[], ["--json"]] {
                let result = try await inspect(token, arguments)
                #expect(!(result.standardOutput + result.standardError).contains(signature))
                #expect(!(result.standardOutput + result.standardError).contains(Token.secret))
            }
        }
    }

    @Test func whatATokenSaysDoesNotSteerTheTerminal() async throws {
        let name = #"\u001b]0;owned\u0007\r\nname"#
        let header = #"{"alg":"HS256","kid":"\#(name)","typ":"JWT"}"#
        let claims = #"{"sub":"\#(name)\u202e","exp":\#(Token.seconds + 900)}"#
        let output = try await inspect(Token.signed(header: header, claims: claims)).standardOutput
        #expect(output.contains(#"kid "\u{1B}]0;owned\u{07}\r\nname""#))
        #expect(output.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(!output.unicodeScalars.contains("\u{202E}"))
    }

    @Test(
        arguments: ["inspect", "verify"],
        [[Token.of("alice")], ["--token", Token.of("alice")], ["--at", Token.of("alice")]]
    )
    func aTokenInTheArgumentsIsRefusedWithoutRepeatingIt(command: String, arguments: [String]) async throws {
        let result = try await TestProcess.run(
            BuiltProducts.todoctl,
            ["token", command] + arguments,
            environment: Self.settings,
            input: Token.of("alice")
        )
        #expect(result.exitCode == ExitStatus.usage)
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.contains("Error: "))
        #expect(!result.standardError.contains(Token.of("alice")))
        if arguments.count == 1 { #expect(result.standardError.contains("never taken from the arguments")) }
    }

    @Test(arguments: ["inspect", "verify"])
    func badSettingsAreStatus78(command: String) async throws {
        let result = try await todoctl("token", command, input: Token.of("alice"))
        #expect(result.exitCode == ExitStatus.configuration)
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.contains("BETTER_AUTH_SECRET"))
    }

    @Test func anInputThatIsTooLongIsRefused() async throws {
        let result = try await inspect(String(repeating: "a", count: 40_000))
        #expect(result.exitCode == 1)
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.contains("32768 bytes"))
    }

    // MARK: token verify

    @Test func verifyPrintsTheUserAlone() async throws {
        let result = try await todoctl(
            "token",
            "verify",
            "--at",
            Self.now,
            environment: Self.settings,
            input: Token.of("zoë")
        )
        #expect(result.exitCode == 0)
        #expect(result.standardOutput == "zoë\n")
        #expect(result.standardError.isEmpty)
    }

    @Test func verifySaysInOneLineWhyATokenIsRefused() async throws {
        let result = try await todoctl("token", "verify", environment: Self.settings, input: Token.of("alice"))
        #expect(result.exitCode == 1)
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.hasPrefix("todoctl: Token has expired (exp: expired "))
        #expect(result.standardError.split(separator: "\n").count == 1)
    }
}
