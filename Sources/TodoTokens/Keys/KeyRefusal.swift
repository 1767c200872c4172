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

/// For operators. What the entry says is quoted and cut, since anybody may have written it.
extension KeyRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnObject: "is no JSON object"
        case .malformed(let member): "\(member) is missing or malformed"
        case .unsupportedType(let type): "kty \(Self.quoted(type)) is not supported"
        case .symmetric: "is symmetric (kty \"oct\"), so it is no secret once it is published"
        case .privateKey: "holds the private key (d), so anybody can sign with it"
        case .unsupportedCurve(let curve): "crv \(Self.quoted(curve)) is not supported"
        case .unsupportedAlgorithm(let algorithm): "alg \(Self.quoted(algorithm)) is not one of its kty and crv"
        case .notForVerification: "use or key_ops say that it is not for verification"
        case .unsound: "its numbers make no sound key"
        case .tooMany: "comes after the \(JSONWebKeySet.maximumEntries) entries that are read"
        }
    }

    private static func quoted(_ text: String) -> Substring { text.debugDescription.prefix(64) }
}
