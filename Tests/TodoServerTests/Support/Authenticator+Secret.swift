import JWKSClient
import Logging
import PrometheusMetrics
import TodoSettings
import TodoTestSupport

@testable import TodoServer

extension Authenticator {
    /// One that believes tokens of this secret alone, judged by further settings.
    init(secret: String, _ settings: [String: String] = [:]) throws {
        try self.init(settings.merging(["BETTER_AUTH_SECRET": secret]) { $1 }) { _ throws(JWKSError) in
            throw .status(404)
        }
    }

    /// One with these settings, whose issuer answers as `fetch` says.
    init(_ settings: [String: String], fetch: @escaping JWKSSource.Fetch) throws {
        let settings = try AuthenticationSettings(Environment(settings))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        self.init(
            keys: TrustedKeys(settings, fetch: fetch, now: { Token.now }, logger: logger),
            userIDClaim: settings.userIDClaim,
            metrics: TokenMetrics(factory: PrometheusMetricsFactory())
        )
    }
}
