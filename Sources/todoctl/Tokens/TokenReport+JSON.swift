import JWKSClient
import TodoCore
import TodoTokens

extension TokenReport {
    var document: JSONDocument {
        var fields: [String: JSONValue] = [
            "user_id": nil, "status": nil, "message": nil, "remedy": nil,
            "checks": .array(checks.map(\.json)), "jwks": keys.json,
        ]
        switch answer {
        case .accepted(let user):
            fields["answer"] = "accepted"
            fields["user_id"] = .string(user.rawValue)
        case .refused(let status, let message, let remedy):
            fields["answer"] = "refused"
            fields["status"] = .integer(status)
            fields["message"] = .string(message)
            fields["remedy"] = JSONValue(remedy)
        case .unknown(let reason):
            fields["answer"] = "unknown"
            fields["message"] = .string(reason)
        }
        return JSONDocument("token.inspect", fields)
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
