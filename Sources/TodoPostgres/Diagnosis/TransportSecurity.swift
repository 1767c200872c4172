/// How far a connection is safe from whoever stands between.
struct TransportSecurity: Sendable, Hashable {
    /// The host as the URL names it, or the folder of a Unix socket.
    var host: String
    /// The version of TLS; `nil` without encryption.
    var tlsVersion: String?
    /// What was asked for (libpq's `sslmode`).
    var mode: String

    var finding: Finding {
        let verified = "sslmode=verify-full"
        switch (tlsVersion, mode) {
        case (let version?, "verify-full"):
            return Finding(.tls, .ok, "\(version), and the server's certificate is \(host)'s (\(verified))")
        case _ where isLocal:
            return Finding(.tls, .notApplicable, "not needed: the connection does not leave this machine")
        case (let version?, "verify-ca"):
            return Finding(
                .tls,
                .warning,
                "\(version), and a known authority vouches for the server, but not for its name: anybody with a "
                    + "certificate of that authority can pose as it",
                remedy: "\(verified) in the connection URL"
            )
        case (let version?, _):
            return Finding(
                .tls,
                .warning,
                "\(version), but the server is not verified (sslmode=\(mode)): who stands between can pose as it and "
                    + "read everything",
                remedy: "\(verified) in the connection URL, and sslrootcert where a private authority signed"
            )
        case (nil, _):
            return Finding(
                .tls,
                .warning,
                "the connection to \(host) is not encrypted (sslmode=\(mode)): who stands between reads everything",
                remedy: "turn TLS on at the server, and \(verified) in the connection URL"
            )
        }
    }

    /// Whether the URL means this machine.
    ///
    /// Where it names another one, `hostaddr` may lead through a tunnel, which ends somewhere.
    private var isLocal: Bool {
        host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
            || host.wholeMatch(of: #/127(\.\d{1,3}){3}/#) != nil
    }
}
