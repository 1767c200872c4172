import JWKSClient
import TodoCore
import TodoJSON
import TodoTokens

extension TrustedKeys {
    /// What operators see: where keys come from, which there are, and what became of the others.
    var report: JSONValue {
        var sources: [JSONValue] = []
        if hasSecret { sources.append(["type": "secret", "algorithms": ["HS256"]]) }
        if let issuer { sources.append(Self.report(issuer.status)) }
        return ["sources": .array(sources)]
    }

    private static func report(_ status: JWKSStatus) -> JSONValue {
        [
            "type": "jwks",
            "url": "\(status.url)",
            "keys": .array(
                status.keys.map { key in ["kid": text(key.id), "algorithms": algorithms(of: [key])] }
            ),
            "skipped": .array(
                status.skipped.map { entry in
                    ["index": .integer(entry.index), "kid": text(entry.id), "reason": "\(entry.reason)"]
                }
            ),
            "last_fetched": text(status.lastFetched?.description),
            "last_failure": status.lastFailure.map { failure in
                ["time": "\(failure.time)", "reason": "\(failure.error)"]
            } ?? .null,
        ]
    }

    private static func algorithms(of keys: [VerificationKey]) -> JSONValue {
        let names = Set(keys.flatMap(\.algorithms).map(\.rawValue))
        return .array(names.sorted().map { .string($0) })
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
