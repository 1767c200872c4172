/// Where an issuer publishes its keys: an `https` URL, or an `http` one of this machine.
///
/// Keys that travel in the clear are anybody's keys, so a URL that would fetch them so does not exist as a value.
public struct JWKSURL: Sendable, Hashable {
    /// Why a text is no such URL; none of them repeats it, since it may hold a password.
    public enum Refusal: Error, Sendable, Hashable {
        /// It does not begin with `https://` or `http://`.
        case notHTTP
        /// It has no host, an impossible port, or characters that no URL has.
        case malformed
        /// It has a user or a password.
        case credentials
        /// It is `http` to another machine.
        case insecure
    }

    /// The scheme, the host in lower case and the port, if it is not the scheme's own: `https://app.example.com`.
    public let origin: String
    /// What comes after the authority, beginning with `/`; a query may hold a key, so it is apart from this.
    public let path: String
    private let query: String

    /// Reads an absolute URL (RFC 3986 section 3); a fragment is dropped.
    ///
    /// - Throws: ``Refusal``
    public init(_ text: String) throws(Refusal) {
        guard let (scheme, rest) = Self.split(text) else { throw .notHTTP }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#""<>\^`{|}"#.utf8.contains($0) }) else {
            throw .malformed
        }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        guard !rest[..<end].contains("@") else { throw .credentials }
        guard let authority = Authority(rest[..<end].lowercased()) else { throw .malformed }
        guard scheme == "https" || authority.isLoopback else { throw .insecure }
        let port = authority.port.flatMap { $0 == (scheme == "https" ? 443 : 80) ? nil : $0 }
        origin = "\(scheme)://\(authority.host)" + (port.map { ":\($0)" } ?? "")
        let reference = rest[end...].prefix { $0 != "#" }
        let path = reference.prefix { $0 != "?" }
        self.path = path.isEmpty ? "/" : String(path)
        query = String(reference[path.endIndex...])
    }

    /// The whole URL, as it is requested; see `description` for one to show.
    public var text: String { origin + path + query }

    /// Whether what is sent is encrypted.
    public var isEncrypted: Bool { origin.hasPrefix("https:") }

    /// The URL that a `Location` field means, seen from this one (RFC 3986 section 5.2).
    ///
    /// - Throws: ``Refusal``; `insecure` also for a way from `https` to `http`.
    public func resolve(_ location: String) throws(Refusal) -> JWKSURL {
        let target: JWKSURL
        if location.hasPrefix("//") {
            target = try JWKSURL(origin.prefix { $0 != "/" } + location)
        } else if location.hasPrefix("/") {
            target = try JWKSURL(origin + location)
        } else if location.prefix(while: { !"/?#".contains($0) }).contains(":") {
            target = try JWKSURL(location)
        } else if location.hasPrefix("?") {
            target = try JWKSURL(origin + path + location)
        } else {
            target = try JWKSURL(origin + path[...(path.lastIndex(of: "/") ?? path.startIndex)] + location)
        }
        guard target.isEncrypted || !isEncrypted else { throw .insecure }
        return target
    }

    /// The URL of something below this one's path; a slash at its end makes no difference, and the query is left out.
    public func appending(_ names: String) -> JWKSURL {
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        return JWKSURL(origin: origin, path: "\(folder)/\(names)")
    }

    private init(origin: String, path: String) {
        self.origin = origin
        self.path = path
        query = ""
    }

    /// The scheme in lower case, and what comes after `://`.
    private static func split(_ text: String) -> (scheme: String, rest: Substring)? {
        for scheme in ["https", "http"] where text.lowercased().hasPrefix(scheme + "://") {
            return (scheme, text.dropFirst(scheme.count + 3))
        }
        return nil
    }

    /// Host and port (RFC 3986 section 3.2).
    private struct Authority {
        let host: String
        let port: Int?

        init?(_ text: String) {
            let bracket = text.hasPrefix("[") ? text.firstIndex(of: "]") : nil
            let end = bracket.map(text.index(after:)) ?? text.firstIndex(of: ":") ?? text.endIndex
            host = String(text[..<end])
            let rest = text[end...]
            port = Int(rest.dropFirst())
            let isPort = rest.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
            guard rest.isEmpty || rest.hasPrefix(":") && isPort && (1...65_535).contains(port ?? 0) else { return nil }
            guard !host.isEmpty, host.hasPrefix("[") ? host.hasSuffix("]") : !host.contains(where: "[]".contains) else {
                return nil
            }
        }

        /// Names that always mean this machine (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
        var isLoopback: Bool {
            if host == "localhost" || host == "[::1]" { return true }
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts[0] == "127"
                && parts.allSatisfy { part in
                    part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part).map { String($0) == part } == true
                }
        }
    }
}

/// Without the query, which may hold a key of its own.
extension JWKSURL: CustomStringConvertible {
    public var description: String { origin + path }
}
