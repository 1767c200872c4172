import JWKSClient
import TodoCore
import TodoJSON
import TodoTokens

extension TokenReport {
    var document: JSONDocument {
        let name: String
        var (user, status, message, remedy) = (String?.none, Int?.none, String?.none, String?.none)
        switch answer {
        case .accepted(let accepted): (name, user) = ("accepted", accepted.rawValue)
        case .refused(let code, let words, let advice):
            (name, status, message, remedy) = ("refused", code, words, advice)
        case .unknown(let reason): (name, message) = ("unknown", reason)
        }
        return JSONDocument(
            "token.inspect",
            [
                "answer": .string(name), "user_id": JSONValue(user), "status": status.map(JSONValue.integer) ?? .null,
                "message": JSONValue(message), "remedy": JSONValue(remedy),
                "checks": .array(checks.map(\.json)), "jwks": keys.json,
            ]
        )
    }
}

extension TokenReport.Line {
    fileprivate var json: JSONValue {
        ["check": .string(check), "outcome": .string(outcome.rawValue), "facts": .string(facts)]
    }
}

extension KnownKeys {
    /// The issuer's keys by their `kid`: those that it publishes now, and those that a server here has; null without an issuer.
    fileprivate var json: JSONValue {
        guard let url else { return nil }
        var (fetched, failure) = (JSONValue.null, JSONValue.null)
        switch issued {
        case .success(let keySet): fetched = Self.list(keySet.keys.map(\.id))
        case .failure(let error): failure = .string(error.description)
        case nil: break
        }
        return [
            "url": .string(url.description), "fetched": fetched, "failure": failure,
            "server": server.map { Self.list($0.ids) } ?? .null,
            "server_last_fetched": JSONValue(server?.lastFetched?.description),
        ]
    }

    private static func list(_ ids: [String?]) -> JSONValue { .array(ids.map { JSONValue($0) }) }
}
