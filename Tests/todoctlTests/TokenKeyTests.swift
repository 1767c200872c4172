import Foundation
import JWTKit
import Testing
import TodoSettings

/// `token keygen`, `token jwks` and `token issue --key`.
@Suite(.timeLimit(.minutes(1)))
struct TokenKeyTests {
    private static let secret = "a-secret-for-tests-of-at-least-32-bytes!"

    private struct Claims: JWTPayload {
        let sub: String
        let iss: String?
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    private struct PrivateKey: Decodable {
        let kid: String
        let d: String
    }

    private func run(_ arguments: String..., in folder: String) async throws -> TestProcess.Result {
        try await TestProcess.run(
            BuiltProducts.todoctl,
            ["token"] + arguments,
            environment: ["BETTER_AUTH_SECRET": Self.secret, "JWT_ISSUER": "https://app.example.com"],
            workingDirectory: folder
        )
    }

    private func privateKey(_ folder: String) throws -> PrivateKey {
        try JSONDecoder().decode(PrivateKey.self, from: Data(contentsOf: URL(filePath: folder + "/dev.jwk")))
    }

    @Test func theKeyIsForItsOwnerAloneAndNeverShown() async throws {
        try await TemporaryFolder.with { folder in
            let made = try await run("keygen", "dev.jwk", in: folder)
            #expect(made.exitCode == 0)
            #expect(made.standardOutput.isEmpty)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/dev.jwk")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["dev.jwk"])

            let key = try privateKey(folder)
            #expect(made.standardError == "todoctl: made the key \(key.kid) in dev.jwk\n")
            let published = try await run("jwks", "dev.jwk", in: folder)
            let issued = try await run("issue", "--user", "alice", "--key", "dev.jwk", in: folder)
            for result in [made, published, issued] {
                #expect(result.exitCode == 0)
                #expect(!(result.standardOutput + result.standardError).contains(key.d))
            }
        }
    }

    @Test func anIndependentLibraryVerifiesTheTokenByTheJWKS() async throws {
        try await TemporaryFolder.with { folder in
            #expect(try await run("keygen", "dev.jwk", in: folder).exitCode == 0)
            let published = try await run("jwks", "dev.jwk", in: folder).standardOutput
            let token = try await run("issue", "--user", "alice", "--key", "dev.jwk", in: folder).standardOutput
            let claims = try await JWTKeyCollection().add(jwksJSON: published)
                .verify(String(token.dropLast()), as: Claims.self)
            #expect(claims.sub == "alice")
            #expect(claims.iss == "https://app.example.com")
        }
    }

    @Test func aFileThatExistsIsNotOverwritten() async throws {
        try await TemporaryFolder.with { folder in
            #expect(try await run("keygen", "dev.jwk", in: folder).exitCode == 0)
            let before = try privateKey(folder).d
            let second = try await run("keygen", "dev.jwk", in: folder)
            #expect(second.exitCode == 1)
            #expect(second.standardError.contains("dev.jwk exists"))
            #expect(try privateKey(folder).d == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["dev.jwk"])
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o666])
    func aKeyThatOthersMayReadIsRefused(permissions: Int) async throws {
        try await TemporaryFolder.with { folder in
            #expect(try await run("keygen", "dev.jwk", in: folder).exitCode == 0)
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: folder + "/dev.jwk")
            for result in [
                try await run("issue", "--user", "alice", "--key", "dev.jwk", in: folder),
                try await run("jwks", "dev.jwk", in: folder),
            ] {
                #expect(result.exitCode == 1)
                #expect(result.standardOutput.isEmpty)
                #expect(result.standardError.contains("chmod 600 dev.jwk"))
            }
        }
    }

    @Test(arguments: ["", "hunter2", #"{"kty":"OKP","crv":"Ed25519","x":"hunter2","d":"hunter2"}"#])
    func aFileThatIsNoKeyIsRefusedWithoutShowingIt(content: String) async throws {
        try await TemporaryFolder.with { folder in
            #expect(
                FileManager.default.createFile(
                    atPath: folder + "/dev.jwk",
                    contents: Data(content.utf8),
                    attributes: [.posixPermissions: 0o600]
                )
            )
            let result = try await run("issue", "--user", "alice", "--key", "dev.jwk", in: folder)
            #expect(result.exitCode == 1)
            #expect(result.standardOutput.isEmpty)
            #expect(result.standardError.contains("todoctl token keygen"))
            #expect(!result.standardError.contains("hunter2"))
        }
    }

    @Test func aFileThatIsMissingIsNamed() async throws {
        let result = try await todoctl(
            "token",
            "issue",
            "--user",
            "alice",
            "--key",
            "missing.jwk",
            environment: ["BETTER_AUTH_SECRET": Self.secret]
        )
        #expect(result.exitCode == 1)
        #expect(result.standardError.contains("cannot read missing.jwk"))
    }
}
