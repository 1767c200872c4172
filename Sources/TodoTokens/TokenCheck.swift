/// What a token must pass, in the order in which the verifier asks; the first that fails decides.
public enum TokenCheck: String, Sendable, Hashable, CaseIterable {
    /// Three parts of base64url.
    case form
    /// The first part is a JSON object.
    case header
    /// `alg` is an algorithm that is known here.
    case algorithm
    /// There is a key for it, of that algorithm.
    case key
    /// No extension must be understood.
    case crit
    /// It is not meant for something else.
    case typ
    /// The second part is a JSON object.
    case claims
    /// The key made the third part over the others.
    case signature
    /// It has not expired.
    case exp
    /// It is valid already.
    case nbf
    /// It was not issued in the future.
    case iat
    /// It is from the expected issuer.
    case iss
    /// It is for this service.
    case aud
    /// It names one user.
    case user
}

extension TokenCheck: Comparable {
    public static func < (left: TokenCheck, right: TokenCheck) -> Bool {
        allCases.prefix { $0 != right }.contains(left)
    }
}

extension TokenRejection {
    /// Whether the token might be accepted if there were another key.
    public var isForWantOfAKey: Bool { check == .key && self != .ambiguousKey }

    /// The check that the token failed: it passed those before, and those behind were not made.
    public var check: TokenCheck {
        switch self {
        case .malformed: .form
        case .malformedHeader: .header
        case .algorithmNotAllowed(let name): name.flatMap(SignatureAlgorithm.init) == nil ? .algorithm : .key
        case .unknownKey, .ambiguousKey: .key
        case .criticalExtensions: .crit
        case .wrongType: .typ
        case .malformedClaims: .claims
        case .wrongSignature: .signature
        case .missingExpiry, .expired: .exp
        case .notYetValid: .nbf
        case .issuedInTheFuture: .iat
        case .wrongIssuer: .iss
        case .wrongAudience: .aud
        case .missingUser: .user
        }
    }
}
