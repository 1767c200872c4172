import Testing
import TodoSettings

/// Each refusal names the setting and the remedy, and never repeats the value.
@Suite struct RefusalTests {
    private static let source =
        "make one with: openssl rand -base64 32, the same as your frontend's, "
        + "or set BETTER_AUTH_URL where Better Auth's JWT plugin signs the tokens"
    private static let keys = "must be a URL such as https://app.example.com or http://localhost:3000"
    private static let credentials = "must hold no user and no password; the keys are public, so leave them out"
    private static let insecure =
        "must begin with https://; only this machine (localhost, 127.0.0.1, [::1]) is asked over http, "
        + "since keys could be exchanged on the way"
    private static let url = "for example postgresql://user:password@localhost:5432/todo"

    @Test(
        arguments: [
            (.databaseURL, nil, "is not set; set it to the URL of your database, \(url)"),
            (.databaseURL, "", "is not set; set it to the URL of your database, \(url)"),
            (.databaseURL, "mysql://u:hunter2@db/todo", "must begin with postgresql:// or postgres://, \(url)"),
            (.databaseURL, " postgresql://u:hunter2@db", "must begin with postgresql:// or postgres://, \(url)"),
            (.databaseURL, "host=db password=hunter2", "must begin with postgresql:// or postgres://, \(url)"),
            (.databasePoolSize, "2", "must be a whole number from 3 to 1000; leave it out for 16"),
            (.databasePoolSize, "1001", "must be a whole number from 3 to 1000; leave it out for 16"),
            (.databasePoolSize, "hunter2", "must be a whole number from 3 to 1000; leave it out for 16"),
            (.databasePoolerMode, "hunter2", "must be one of auto, session, transaction"),
            (.betterAuthSecret, nil, "is not set; \(source)"),
            (.betterAuthSecret, "", "is not set; \(source)"),
            (
                .betterAuthSecret, "hunter2",
                "has 7 bytes, but HS256 needs at least 32; make one with: openssl rand -base64 32"
            ),
            (
                .betterAuthSecret, "your-secret-hunter2-hunter2-hunter2-hunter2",
                "is a value from public examples, so anyone can sign tokens; make one with: openssl rand -base64 32"
            ),
            (.betterAuthURL, "hunter2.example.com", keys),
            (.betterAuthURL, "https://hunter2 example.com", keys),
            (.betterAuthURL, "https://user:hunter2@app.example.com", credentials),
            (.betterAuthURL, "http://hunter2.example.com", insecure),
            (.jwksURL, "file:///hunter2", keys),
            (.jwksURL, "https://hunter2@app.example.com/jwks", credentials),
            (.jwksURL, "http://hunter2.example.com/jwks", insecure),
            (.jwtUserIDClaim, "hunter2.", "must be a claim's name, or names joined by dots such as user.id"),
            (.jwtUserIDClaim, ".", "must be a claim's name, or names joined by dots such as user.id"),
            (.jwtUserIDClaim, "a..b", "must be a claim's name, or names joined by dots such as user.id"),
            (.port, "-1", "must be a whole number from 0 to 65535; leave it out for 8000"),
            (.port, "65536", "must be a whole number from 0 to 65535; leave it out for 8000"),
            (.port, "80.0", "must be a whole number from 0 to 65535; leave it out for 8000"),
            (.port, "hunter2", "must be a whole number from 0 to 65535; leave it out for 8000"),
            (.port, "99999999999999999999", "must be a whole number from 0 to 65535; leave it out for 8000"),
            (.adminPort, "65536", "must be a whole number from 0 to 65535"),
            (.adminPort, "hunter2", "must be a whole number from 0 to 65535"),
            (.maxBodyBytes, "1023", "must be a whole number from 1024 to 1073741824; leave it out for 1048576"),
            (.maxBodyBytes, "1 MiB", "must be a whole number from 1024 to 1073741824; leave it out for 1048576"),
            (.logLevel, "hunter2", "must be one of trace, debug, info, notice, warning, error, critical"),
            (.logFormat, "hunter2", "must be one of text, json"),
            (
                .frontendURL, "https://hunter2.example.com/path",
                "must hold origins such as https://app.example.com, without a path, separated by commas"
            ),
        ] as [(Setting, String?, String)]
    )
    func namesSettingAndRemedyAndNotTheValue(_ setting: Setting, _ value: String?, _ message: String) throws {
        let error = try #require(refusal(of: .valid([setting: value])))
        #expect(error.problems.map(\.setting) == [setting.rawValue])
        #expect(error.problems.map(\.message) == [message])
        #expect(error.description == "\(setting.rawValue): \(message)")
        for text in ["\(error)", String(reflecting: error), "\(error.problems)"] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func everyProblemOfAPartIsReportedAtOnce() {
        let environment = Environment.valid([
            .databaseURL: nil, .databasePoolSize: "0", .betterAuthSecret: "hunter2", .betterAuthURL: "x", .jwksURL: "x",
            .jwtUserIDClaim: ".",
            .port: "x", .maxBodyBytes: "x", .logLevel: "x", .logFormat: "x", .frontendURL: "x",
        ])
        let database = #expect(throws: SettingsError.self) { try DatabaseSettings(environment) }
        #expect(database?.problems.map(\.setting) == ["DATABASE_URL", "DATABASE_POOL_SIZE"])
        let authentication = #expect(throws: SettingsError.self) { try AuthenticationSettings(environment) }
        #expect(
            authentication?.problems.map(\.setting) == [
                "BETTER_AUTH_SECRET", "BETTER_AUTH_URL", "JWKS_URL", "JWT_USER_ID_CLAIM",
            ]
        )
        let server = #expect(throws: SettingsError.self) { try ServerSettings(environment) }
        #expect(
            server?.problems.map(\.setting) == ["PORT", "FRONTEND_URL", "MAX_BODY_BYTES", "LOG_LEVEL", "LOG_FORMAT"]
        )
        #expect(server?.description.split(separator: "\n").count == 5)
    }

    /// What the parts that read an environment say against it, together.
    private func refusal(of environment: Environment) -> SettingsError? {
        do throws(SettingsError) {
            _ = try DatabaseSettings(environment)
            _ = try AuthenticationSettings(environment)
            _ = try ServerSettings(environment)
            return nil
        } catch {
            return error
        }
    }
}
