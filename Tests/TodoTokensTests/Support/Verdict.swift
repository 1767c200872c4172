import TodoCore
import TodoTestSupport
import TodoTokens

/// The user's name, or why the token is refused.
typealias Verdict = Result<String, TokenRejection>

func verdict(_ token: String, _ sources: KeySet.Source...) -> Verdict {
    verdict(token, TokenVerifier(keys: KeySet(sources)))
}

func verdict(_ token: String, _ verifier: TokenVerifier) -> Verdict {
    do {
        return .success(try verifier.verify(token[...], now: Token.now).rawValue)
    } catch {
        return .failure(error)
    }
}

/// The set of these entries, each given by its members.
func keySet(_ entries: String...) throws -> JSONWebKeySet {
    try JSONWebKeySet(Array(#"{"keys":[\#(entries.map { "{\($0)}" }.joined(separator: ","))]}"#.utf8))
}
