import Testing
import TodoTestSupport
import TodoTokens

/// A verifier that believes one key of every kind, all public ones named "a": whoever forges may choose.
enum Keyring {
    static let secret = KeySet.Source(keys: [VerificationKey(secret: Array(Token.secret.utf8))])

    static let verifier = Result {
        let entries = try SigningKey.all().map { "{\($0.members),\"kid\":\"a\"}" }.joined(separator: ",")
        let published = KeySet.Source(keys: try JSONWebKeySet(Array(#"{"keys":[\#(entries)]}"#.utf8)).keys)
        return TokenVerifier(keys: KeySet([secret, published]))
    }
}

/// Expects that nobody believes the token; why not is told by the tests that ask for it.
func expectRefused(
    _ token: String,
    _ comment: @autoclosure () -> Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let verdict = verdict(token, try Keyring.verifier.get())
    #expect(throws: TokenRejection.self, comment(), sourceLocation: sourceLocation) { try verdict.get() }
}

/// Expects that the token is believed, and is alice's.
func expectAlice(_ token: String, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let verdict = verdict(token, try Keyring.verifier.get())
    #expect(verdict == .success("alice"), comment, sourceLocation: sourceLocation)
}
