import Crypto

/// SHA-256 over UTF-8 text, in lowercase hexadecimal.
enum TextDigest {
    static func sha256(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        .joined()
    }
}
