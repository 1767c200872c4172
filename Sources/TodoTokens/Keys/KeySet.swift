/// All keys that are believed, and which of them a token is to be verified with.
///
/// A token never chooses its key freely:
/// - With a `kid`, only keys of exactly that name come into question. An unknown name is refused, never tried on other keys.
/// - Without one (RFC 7515 section 4.1.4 leaves it out at will) the key must be the only one of the token's algorithm.
///   Trying several would work too, but hide that the issuer's rotation cannot.
/// - The secret of HS256 has no name, so any `kid` passes that names no other key.
/// - An algorithm that does not belong to the key is refused, whatever the signature.
public struct KeySet: Sendable {
    /// Keys of one issuer, and what its tokens must say.
    public struct Source: Sendable {
        /// The keys, which may have names or none.
        public let keys: [VerificationKey]
        /// What tokens must say that one of these keys signed.
        public let expectations: TokenExpectations

        /// Keys of one issuer; by default its tokens need not say whose they are, or for whom.
        public init(keys: [VerificationKey], expectations: TokenExpectations = TokenExpectations()) {
            self.keys = keys
            self.expectations = expectations
        }
    }

    /// A key that a token may be verified with.
    struct Candidate {
        let key: VerificationKey
        let expectations: TokenExpectations

        func signed(_ token: SignedToken, by algorithm: SignatureAlgorithm) -> Bool {
            key.isValid(token.signature, for: token.content, by: algorithm)
        }
    }

    private let candidates: [Candidate]

    /// All keys of these issuers together.
    public init(_ sources: [Source]) {
        candidates = sources.flatMap { source in
            source.keys.map { Candidate(key: $0, expectations: source.expectations) }
        }
    }

    /// The keys for a token: one, or several of one name.
    func candidates(for algorithm: SignatureAlgorithm, id: String?) throws(TokenRejection) -> [Candidate] {
        guard let id else {
            let fitting = candidates.filter { $0.key.algorithms.contains(algorithm) }
            guard !fitting.isEmpty else { throw .algorithmNotAllowed(algorithm.rawValue) }
            guard fitting.count == 1 else { throw .ambiguousKey }
            return fitting
        }
        let named = candidates.filter { $0.key.isNamed(id) }
        if named.isEmpty {
            guard algorithm == .hs256 else { throw .unknownKey(id) }
        }
        let fitting = (named.isEmpty ? candidates : named).filter { $0.key.algorithms.contains(algorithm) }
        guard !fitting.isEmpty else { throw .algorithmNotAllowed(algorithm.rawValue) }
        return fitting
    }
}
