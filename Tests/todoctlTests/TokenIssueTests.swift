import CustomDump
import Foundation
import JWTKit
import Testing
import TodoSettings

@Suite(.timeLimit(.minutes(1)))
struct TokenIssueTests {
    private static let secret = "a-secret-for-tests-of-at-least-32-bytes!"

    private struct Claims: JWTPayload, Equatable {
        struct User: Codable, Equatable {
            var id: String
        }

        var sub: String
        var iat: Int
        var exp: Int
        var iss: String?
        var aud: String?
        var role: String?
        var level: Int?
        var user: User?

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    private func issue(
        _ arguments: String...,
        environment: [String: String] = [:]
    ) async throws -> Claims {
        let result = try await TestProcess.run(
            BuiltProducts.todoctl,
            ["token", "issue"] + arguments,
            environment: ["BETTER_AUTH_SECRET": Self.secret].merging(environment) { $1 }
        )
        #expect(result.exitCode == 0)
        #expect(result.standardError.isEmpty)
        #expect(result.standardOutput.hasSuffix("\n"))
        let keys = JWTKeyCollection()
        await keys.add(hmac: HMACKey(from: Self.secret), digestAlgorithm: .sha256)
        return try await keys.verify(String(result.standardOutput.dropLast()), as: Claims.self)
    }

    @Test func signsTheUserForAnHourFromNow() async throws {
        let before = Int(Date().timeIntervalSince1970)
        let claims = try await issue("--user", "alice")
        let after = Int(Date().timeIntervalSince1970)
        #expect((before...after).contains(claims.iat))
        expectNoDifference(claims, Claims(sub: "alice", iat: claims.iat, exp: claims.iat + 3600))
    }

    @Test(arguments: [("30s", 30), ("15m", 900), ("24h", 86_400), ("7d", 604_800)])
    func takesTheLifetime(text: String, seconds: Int) async throws {
        let claims = try await issue("--user", "alice", "--expires-in", text)
        #expect(claims.exp - claims.iat == seconds)
    }

    @Test func addsIssuerAudienceAndTheClaimThatHoldsTheUserID() async throws {
        let claims = try await issue(
            "--user",
            "zoë",
            environment: [
                "JWT_ISSUER": "https://app.example.com", "JWT_AUDIENCE": "todo", "JWT_USER_ID_CLAIM": "user.id",
            ]
        )
        expectNoDifference(
            claims,
            Claims(
                sub: "zoë",
                iat: claims.iat,
                exp: claims.exp,
                iss: "https://app.example.com",
                aud: "todo",
                user: .init(id: "zoë")
            )
        )
    }

    @Test func takesFurtherClaimsAsJSONOrElseAsText() async throws {
        let claims = try await issue("--user", "alice", "--claim", "role=the tester", "--claim", "level=3")
        expectNoDifference(
            claims,
            Claims(sub: "alice", iat: claims.iat, exp: claims.exp, role: "the tester", level: 3)
        )
    }

    @Test func readsTheSecretFromTheDotEnvFile() async throws {
        try await TemporaryFolder.with { folder in
            try Data("BETTER_AUTH_SECRET='\(Self.secret)'\n".utf8).write(to: URL(filePath: folder + "/.env"))
            let result = try await TestProcess.run(
                BuiltProducts.todoctl,
                ["token", "issue", "--user", "alice"],
                workingDirectory: folder
            )
            #expect(result.exitCode == 0)
            #expect(result.standardOutput.split(separator: ".").count == 3)
        }
    }

    @Test(arguments: ["", "short-secret-value", "better-auth-secret-12345678901234567890"])
    func refusesAMissingOrWeakSecretWithoutShowingIt(secret: String) async throws {
        let result = try await todoctl("token", "issue", "--user", "alice", environment: ["BETTER_AUTH_SECRET": secret])
        #expect(result.exitCode == ExitStatus.configuration)
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.contains("BETTER_AUTH_SECRET"))
        #expect(result.standardError.contains("openssl rand -base64 32"))
        #expect(secret.isEmpty || !result.standardError.contains(secret))
    }
}
