import HTTPParsing
import HTTPTypes

/// The scheme and authority with which a client reached this server, for commands that a reader pastes.
struct PublicAddress: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// Takes the authority from the request.
    ///
    /// Since anyone can send any `Host`, only the characters of host names, addresses and ports are taken; for anything else
    /// the address of a server on the reader's own machine stands in. The scheme is that of `X-Forwarded-Proto`, which a
    /// proxy that ends TLS sets.
    init(_ request: Request) {
        let isSecure = request.head[.xForwardedProto]?.lowercased() == "https"
        let host = request.head.values(.hostField).first
        let authority = host.flatMap { Self.isPlain($0) ? $0 : nil } ?? "127.0.0.1:8000"
        description = (isSecure ? "https://" : "http://") + authority
    }

    private static func isPlain(_ authority: String) -> Bool {
        (1...255).contains(authority.utf8.count)
            && authority.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default:
                    ".-:[]".utf8.contains(byte)
                }
            }
    }
}
