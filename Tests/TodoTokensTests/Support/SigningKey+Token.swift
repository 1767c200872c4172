import Crypto
import TodoTestSupport
import TodoTokens

extension SigningKey {
    static let good = #"{"sub":"alice","exp":\#(Token.seconds + 900)}"#

    /// A token; its header is of `alg` and `further` members, such as `,"kid":"a"`.
    func token(
        _ algorithm: SignatureAlgorithm,
        named name: String? = nil,
        _ further: String = "",
        claims: String = good
    ) throws -> String {
        try token(algorithm, header: #"{"alg":"\#(name ?? algorithm.rawValue)"\#(further)}"#, claims: claims)
    }

    func token(_ algorithm: SignatureAlgorithm, header: String, claims: String = good) throws -> String {
        let content = unsigned(header: header, claims: claims)
        return "\(content).\(Token.base64URL(try sign(algorithm, Array(content.utf8))))"
    }

    /// Such a token with another signature, made from the right one.
    func token(
        _ algorithm: SignatureAlgorithm,
        _ further: String = "",
        signature change: ([UInt8]) throws -> [UInt8]
    ) throws -> String {
        let content = unsigned(header: #"{"alg":"\#(algorithm.rawValue)"\#(further)}"#)
        return "\(content).\(Token.base64URL(try change(sign(algorithm, Array(content.utf8)))))"
    }
}

/// What a signature is over.
func unsigned(header: String, claims: String = SigningKey.good) -> String {
    Token.base64URL(Array(header.utf8)) + "." + Token.base64URL(Array(claims.utf8))
}

/// A token of HS256 whose secret is any bytes.
func hs256(header: String = #"{"alg":"HS256"}"#, claims: String = SigningKey.good, secret: [UInt8]) -> String {
    let content = unsigned(header: header, claims: claims)
    let code = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: SymmetricKey(data: secret))
    return "\(content).\(Token.base64URL(Array(code)))"
}
