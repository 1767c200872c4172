/// Why a token is not believed.
///
/// It says exactly what is wrong, for operators and developers; a client is told as little as its API promises.
public enum TokenRejection: Error, Sendable, Hashable {
    /// It is not three parts of base64url.
    case malformed
    /// Its header is not a JSON object, or has a `kid` that is no text.
    case malformedHeader
    /// Its claims are not a JSON object.
    case malformedClaims
    /// The key, or every one, is for other algorithms than this; `nil` when it names none.
    case algorithmNotAllowed(String?)
    /// Its `kid` names no key.
    case unknownKey(String)
    /// It has no `kid`, and several keys fit its algorithm.
    case ambiguousKey
    /// Its header demands that extensions are understood (`crit`), and none is.
    case criticalExtensions
    /// Its `typ` says that it is meant for something else; `nil` when `typ` is no text.
    case wrongType(String?)
    /// Its signature was not made with the key over this content.
    case wrongSignature
    /// It has no `exp` that is a number.
    case missingExpiry
    /// Its `exp`, in seconds since 1970, has passed.
    case expired(Double)
    /// Its `nbf` is still to come, or is no number.
    case notYetValid
    /// Its `iat` is still to come, or is no number.
    case issuedInTheFuture
    /// Its `iss` is not the expected one.
    case wrongIssuer
    /// Its `aud` does not hold the expected one.
    case wrongAudience
    /// It names no user, an impossible one, or two that disagree.
    case missingUser
}
