import JWKSClient
import TodoCore
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The object for machines; every key is always there.
extension TokenReport: Encodable {
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private enum CodingKeys: String, CodingKey {
        case answer
        case checks
        case jwks
        case message
        case remedy
        case status
        case userID = "user_id"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        var (answer, user, status, message, remedy) = ("unknown", String?.none, Int?.none, String?.none, String?.none)
        switch self.answer {
        case .accepted(let accepted): (answer, user) = ("accepted", accepted.rawValue)
        case .refused(let code, let text, let advice):
            (answer, status, message, remedy) = ("refused", code, text, advice)
        case .unknown(let reason): message = reason
        }
        try container.encode(answer, forKey: .answer)
        try container.encode(user, forKey: .userID)
        try container.encode(status, forKey: .status)
        try container.encode(message, forKey: .message)
        try container.encode(remedy, forKey: .remedy)
        try container.encode(checks, forKey: .checks)
        try container.encode(keys.url.map { JWKS(url: $0.description, keys: keys) }, forKey: .jwks)
    }

    /// The issuer's keys by their `kid`: those that it publishes now, and those that a server here has.
    private struct JWKS: Encodable {
        let url: String
        let fetched: [String?]?
        let failure: String?
        let server: [String?]?
        let serverFetched: String?

        init(url: String, keys: KnownKeys) {
            self.url = url
            switch keys.issued {
            case .success(let keySet): (fetched, failure) = (keySet.keys.map(\.id), nil)
            case .failure(let error): (fetched, failure) = (nil, error.description)
            case nil: (fetched, failure) = (nil, nil)
            }
            server = keys.server?.ids
            serverFetched = keys.server?.lastFetched?.description
        }

        private enum CodingKeys: String, CodingKey {
            case url
            case fetched
            case failure
            case server
            case serverFetched = "server_last_fetched"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(url, forKey: .url)
            try container.encode(fetched, forKey: .fetched)
            try container.encode(failure, forKey: .failure)
            try container.encode(server, forKey: .server)
            try container.encode(serverFetched, forKey: .serverFetched)
        }
    }
}
