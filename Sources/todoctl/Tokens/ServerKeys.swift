import NIOCore
import TodoCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a running server says of its issuer's keys to operators.
struct ServerKeys {
    let ids: [String?]
    /// When its issuer last confirmed them; `nil` when that never happened.
    let lastFetched: Timestamp?
    /// Why the last fetch that failed did so.
    let lastFailure: String?

    /// Asks the server with this port for operators; `nil` when none answers, or it trusts no issuer.
    static func ask(_ adminPort: Int?) async -> ServerKeys? {
        guard let adminPort, let body = await LocalPort(number: adminPort).get("/keys"),
            let report = try? JSONDecoder().decode(Report.self, from: Data(body.readableBytesView)),
            let source = report.sources.first(where: { $0.type == "jwks" })
        else { return nil }
        return ServerKeys(
            ids: source.keys?.map(\.kid) ?? [],
            lastFetched: source.lastFetched.flatMap(Timestamp.init(rfc3339:)),
            lastFailure: source.lastFailure?.reason
        )
    }

    private struct Report: Decodable {
        let sources: [Source]
    }

    private struct Source: Decodable {
        let type: String
        let keys: [Key]?
        let lastFetched: String?
        let lastFailure: Failure?

        enum CodingKeys: String, CodingKey {
            case type
            case keys
            case lastFetched = "last_fetched"
            case lastFailure = "last_failure"
        }
    }

    private struct Key: Decodable {
        let kid: String?
    }

    private struct Failure: Decodable {
        let reason: String
    }
}
