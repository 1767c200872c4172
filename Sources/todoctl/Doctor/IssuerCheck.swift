import JWKSClient
import TodoPostgres
import TodoSettings
import TodoTokens

/// Whether the issuer publishes keys that tokens can be verified with.
enum IssuerCheck {
    private static let check = "issuer.keys"

    static func finding(_ settings: Result<AuthenticationSettings, SettingsError>, timeout: Duration) async -> Finding {
        guard case .success(let settings) = settings else {
            return Finding(check, .skipped, "the settings of authentication are wrong")
        }
        guard let url = settings.jwks?.url else {
            return Finding(
                check,
                .notApplicable,
                "neither BETTER_AUTH_URL nor JWKS_URL is set: only tokens of the secret are believed"
            )
        }
        switch await KnownKeys.fetch(url, with: JWKSClient(timeout: timeout)) {
        case .success(let keySet): return finding(keySet, url)
        case .failure(let error):
            return Finding(
                check,
                .fault(.unreachable),
                "\(url): \(error); a server that starts now answers the issuer's tokens with 503",
                remedy: "start the issuer, or correct BETTER_AUTH_URL or JWKS_URL; a browser must show an object with "
                    + "keys there"
            )
        }
    }

    private static func finding(_ keySet: JSONWebKeySet, _ url: JWKSURL) -> Finding {
        let names = keySet.keys.map { $0.id.map(Quotation.text) ?? "one without kid" }.joined(separator: ", ")
        let sentence = "\(url) has \(keySet.keys.count) key\(keySet.keys.count == 1 ? "" : "s"): \(names)"
        guard !keySet.skipped.isEmpty else { return Finding(check, .ok, sentence) }
        return Finding(
            check,
            .warning,
            ([sentence] + keySet.skipped.map { "not used: \($0)" }).joined(separator: "\n"),
            remedy: "have the issuer publish keys of EdDSA, ES256/384/512, RS or PS; tokens of the others are refused"
        )
    }
}
