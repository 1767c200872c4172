import JWKSClient
import TodoCore
import TodoSettings
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension KnownKeys {
    /// What to call a key.
    func name(_ key: VerificationKey) -> String {
        key.algorithms == [.hs256]
            ? "BETTER_AUTH_SECRET" : key.id.map { "kid \(Quotation.text($0))" } ?? "the key without kid"
    }

    /// The key's name and where it is from.
    func origin(of key: VerificationKey) -> String {
        guard key.algorithms != [.hs256], let url else { return name(key) }
        let notice: String? =
            if let server, !server.ids.contains(key.id) {
                "this server does not know it yet (\(Self.age(server))) and asks for it when the token comes"
            } else {
                server.map { "this server knows it, \(Self.age($0))" }
            }
        return ["\(name(key)), fetched now from \(url)", notice].compactMap(\.self).joined(separator: "; ")
    }

    /// Which keys there are, for a token that none of them fits.
    func description(seeking id: String?) -> String {
        [serverText, issuerText(seeking: id), hasSecret ? "BETTER_AUTH_SECRET is for HS256" : nil]
            .compactMap(\.self).joined(separator: "; ")
    }

    private var serverText: String? {
        server.map { "this server knows \(Self.list($0.ids)), \(Self.age($0))" }
    }

    private func issuerText(seeking id: String?) -> String {
        switch (url, issued) {
        case (let url?, .success(let keySet)):
            let skipped = keySet.skipped.first { id != nil && $0.id == id }.map { " (not used: \($0))" } ?? ""
            return "fetched now from \(url): \(Self.list(keySet.keys.map(\.id)))\(skipped)"
        case (let url?, .failure(let error)): return "nothing can be fetched from \(url): \(error)"
        default: return "no JWKS is set"
        }
    }

    private static func list(_ ids: [String?]) -> String {
        guard !ids.isEmpty else { return "no kid" }
        return "kid\(ids.count == 1 ? "" : "s") "
            + ids.map { $0.map(Quotation.text) ?? "one without a name" }.joined(separator: ", ")
    }

    private static func age(_ server: ServerKeys) -> String {
        guard let time = server.lastFetched else {
            return "never fetched\(server.lastFailure.map { ": \($0)" } ?? "")"
        }
        let now = Timestamp.wallClock
        let seconds = Double(time.microsecondsSinceEpoch - now.microsecondsSinceEpoch) / 1_000_000
        return "last fetched \(RelativeTime.text(seconds))"
    }
}
