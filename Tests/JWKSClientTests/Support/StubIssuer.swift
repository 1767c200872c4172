import JWKSClient
import NIOConcurrencyHelpers
import TodoTokens

/// An issuer that answers as a test has told it to, and counts how often it was asked.
final class StubIssuer: Sendable {
    enum Answer: Sendable {
        case keys([String], maxAge: Duration? = nil)
        case document(String)
        case failure(JWKSError)
        /// None until the task is cancelled, or the test says something else.
        case silence
    }

    private let state: NIOLockedValueBox<(answer: Answer, fetches: Int)>

    init(_ answer: Answer) {
        state = NIOLockedValueBox((answer, 0))
    }

    var fetches: Int { state.withLockedValue { $0.fetches } }

    func answer(_ answer: Answer) { state.withLockedValue { $0.answer = answer } }

    func fetch(_ url: JWKSURL) async throws(JWKSError) -> JWKSAnswer {
        state.withLockedValue { $0.fetches += 1 }
        while true {
            switch state.withLockedValue({ $0.answer }) {
            case .keys(let ids, let maxAge):
                return try Self.answer(Self.document(of: ids), maxAge)
            case .document(let document):
                return try Self.answer(document, nil)
            case .failure(let error): throw error
            case .silence:
                do { try await Task.sleep(for: .milliseconds(1)) } catch { throw .cancelled }
            }
        }
    }

    /// The public key of RFC 8037 appendix A.2 under each of these names.
    static func document(of ids: [String]) -> String {
        let entries = ids.map { id in
            #"{"kty":"OKP","crv":"Ed25519","kid":"\#(id)","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
        }
        return #"{"keys":[\#(entries.joined(separator: ","))]}"#
    }

    private static func answer(_ document: String, _ maxAge: Duration?) throws(JWKSError) -> JWKSAnswer {
        do {
            return JWKSAnswer(keySet: try JSONWebKeySet(Array(document.utf8)), maxAge: maxAge)
        } catch {
            throw .notAKeySet
        }
    }
}
