import JWKSClient
import TodoCore
import TodoSettings
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The keys that a server with these settings believes, as far as can be found out from here.
struct KnownKeys {
    let keySet: KeySet
    let hasSecret: Bool
    /// Where the issuer publishes its keys; `nil` without one.
    let url: JWKSURL?
    /// What it publishes now.
    let issued: Result<JSONWebKeySet, JWKSError>?
    /// What a server that runs here has of them.
    let server: ServerKeys?

    /// Asks the issuer, and the server at its port for operators, where there are such.
    static func find(_ settings: AuthenticationSettings, adminPort: Int?) async -> KnownKeys {
        guard let url = settings.jwks?.url else {
            return KnownKeys(keySet: settings.keySet(), hasSecret: true, url: nil, issued: nil, server: nil)
        }
        async let issued = fetch(url)
        async let server = ServerKeys.ask(adminPort)
        let keys = (try? await issued.get().keys) ?? []
        return KnownKeys(
            keySet: settings.keySet(issued: keys),
            hasSecret: settings.secret != nil,
            url: url,
            issued: await issued,
            server: await server
        )
    }

    /// As the server has it, a set without a usable key is none.
    static func fetch(
        _ url: JWKSURL,
        with client: JWKSClient = JWKSClient()
    ) async -> Result<JSONWebKeySet, JWKSError> {
        do throws(JWKSError) {
            let keySet = try await client.fetch(url).keySet
            guard !keySet.keys.isEmpty else { throw .noUsableKey(entries: keySet.skipped.count) }
            return .success(keySet)
        } catch {
            return .failure(error)
        }
    }
}
