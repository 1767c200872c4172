import Testing
import TodoSettings

@Suite struct SettingTests {
    @Test func namesAreStable() {
        #expect(
            Setting.allCases.map(\.rawValue) == [
                "DATABASE_URL", "DATABASE_POOL_SIZE", "DATABASE_POOLER_MODE", "MIGRATION_DATABASE_URL",
                "BETTER_AUTH_SECRET", "BETTER_AUTH_URL", "JWKS_URL", "JWT_ISSUER", "JWT_AUDIENCE", "JWT_USER_ID_CLAIM",
                "FRONTEND_URL", "HOST", "PORT", "ADMIN_PORT", "MAX_BODY_BYTES", "LOG_LEVEL", "LOG_FORMAT",
            ]
        )
    }

    @Test(arguments: Setting.allCases)
    func theHelpTableHasALineWithSummaryAndDefault(_ setting: Setting) throws {
        let lines = Setting.helpTable().split(separator: "\n")
        let line = try #require(lines.first { $0.split(separator: " ").first == setting.rawValue[...] })
        #expect(line.contains(setting.summary))
        if let value = setting.defaultValue {
            #expect(line.hasSuffix("(default: \(value))"))
        }
    }

    @Test func theHelpTableMayHaveSomeSettingsOnly() {
        #expect(
            Setting.helpTable([.host, .maxBodyBytes])
                == "  HOST            address to listen on (default: 127.0.0.1)\n"
                + "  MAX_BODY_BYTES  largest request body in bytes (default: 1048576)"
        )
    }

    @Test func exitCodesAreThoseOfSysexits() {
        #expect(ExitStatus.usage == 64)
        #expect(ExitStatus.unavailable == 69)
        #expect(ExitStatus.software == 70)
        #expect(ExitStatus.configuration == 78)
    }
}
