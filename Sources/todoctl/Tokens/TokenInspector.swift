import TodoCore
import TodoSettings
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Judges tokens as the server with the same settings does.
struct TokenInspector {
    private let settings: AuthenticationSettings
    private let adminPort: Int?

    /// - Throws: `SettingsError` where the server would not start either.
    init(_ environment: Environment) throws {
        settings = try AuthenticationSettings(environment)
        adminPort = try ServerSettings(environment).adminPort
    }

    /// Reads the token and tells what becomes of it.
    ///
    /// - Throws: ``Failure`` when the token cannot be had.
    func report(on input: TokenInput) async throws -> TokenReport {
        let token = try input.read()
        let keys = await KnownKeys.find(settings, adminPort: adminPort)
        let now = input.time ?? .wallClock
        let inspection = TokenVerifier(keys: keys.keySet, userIDClaim: settings.userIDClaim).inspect(token, now: now)
        return TokenReport(
            TokenFacts(token: token, inspection: inspection, keys: keys, userIDClaim: settings.userIDClaim, now: now)
        )
    }
}
