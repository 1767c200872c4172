import Crypto
import JWKSClient
import NIOConcurrencyHelpers
import TodoTestSupport
import TodoTokens

/// An issuer with one key under many names, some of them published.
final class Issuer: Sendable {
    private let key = Curve25519.Signing.PrivateKey()
    private let state = NIOLockedValueBox<(document: String?, fetches: Int)>((nil, 0))

    var fetches: Int { state.withLockedValue { $0.fetches } }

    func publish(_ ids: [String], and further: String? = nil) {
        let x = Token.base64URL(Array(key.publicKey.rawRepresentation))
        let entries =
            ids.map { #"{"kty":"OKP","crv":"Ed25519","kid":"\#($0)","x":"\#(x)"}"# } + (further.map { [$0] } ?? [])
        state.withLockedValue { $0.document = #"{"keys":[\#(entries.joined(separator: ","))]}"# }
    }

    @Sendable func fetch(_ url: JWKSURL) async throws(JWKSError) -> JWKSAnswer {
        let document = state.withLockedValue { state in
            state.fetches += 1
            return state.document
        }
        guard let document else { throw .status(503) }
        guard let keySet = try? JSONWebKeySet(Array(document.utf8)) else { throw .notAKeySet }
        return JWKSAnswer(keySet: keySet)
    }

    /// A token of alice; what Better Auth writes, unless said otherwise.
    func token(
        _ id: String?,
        issuer: String = "https://app.example.com",
        audience: String = "https://app.example.com"
    ) -> String {
        let header = #"{"alg":"EdDSA"\#(id.map { #","kid":"\#($0)""# } ?? "")}"#
        let claims =
            #"{"sub":"alice","exp":\#(Token.seconds + 900),"iss":"\#(issuer)","aud":"\#(audience)"}"#
        let content = Token.base64URL(Array(header.utf8)) + "." + Token.base64URL(Array(claims.utf8))
        let signature = (try? key.signature(for: Array(content.utf8))).map(Array.init) ?? []
        return content + "." + Token.base64URL(signature)
    }
}
