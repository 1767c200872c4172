/// Why a JWK, such as an entry of a JWKS, is not used.
public enum KeyRefusal: Error, Sendable, Hashable {
    /// It is not a JSON object.
    case notAnObject
    /// This member is missing, of the wrong type, or not the base64url of a number of a length that can be right.
    case malformed(String)
    /// Its `kty` is none that signs tokens here.
    case unsupportedType(String)
    /// It is symmetric (`oct`): a secret that is published is none.
    case symmetric
    /// It holds the private part (`d`): whoever reads the set could sign with it, so its signatures say nothing.
    case privateKey
    /// Its `crv` is none that signs tokens here.
    case unsupportedCurve(String)
    /// Its `alg` is not one of a key of this type and curve.
    case unsupportedAlgorithm(String)
    /// Its `use` or `key_ops` say that it is for something else.
    case notForVerification
    /// Its numbers make no sound key: a point off the curve, an even exponent, an RSA modulus under 2048 bits, a public
    /// part that is not the private one's.
    case unsound
    /// It comes after as many as are taken.
    case tooMany
}
