import Crypto
package import TodoCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Signs tokens by hand, so that a test can get every part of one wrong.
package enum Token {
    package static let secret = "a secret for tests, 0123456789 abcdefghij"
    /// When the tests take place: 2026-02-17T10:00:00Z.
    package static let now = Timestamp(microsecondsSinceEpoch: 1_771_322_400_000_000)
    package static let seconds = 1_771_322_400

    package static func signed(
        header: String = #"{"alg":"HS256","typ":"JWT"}"#,
        claims: String,
        secret: String = Token.secret
    ) -> String {
        let content = base64URL(Array(header.utf8)) + "." + base64URL(Array(claims.utf8))
        let key = SymmetricKey(data: Array(secret.utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key)
        return content + "." + base64URL(Array(signature))
    }

    /// A token that is valid at ``now``.
    package static func of(_ user: String) -> String {
        signed(claims: #"{"sub":"\#(user)","exp":\#(seconds + 900)}"#)
    }

    package static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .split(separator: "=", omittingEmptySubsequences: true).first
            .map { $0.map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }.joined() } ?? ""
    }
}
