/// The keys of a JWKS document (RFC 7517 section 5), and what became of the entries that are not used.
///
/// An entry that is unknown or broken takes nothing from its neighbours: an issuer may add kinds of keys at any time.
public struct JSONWebKeySet: Sendable {
    /// How many entries are looked at.
    public static let maximumEntries = 64

    /// An entry that is not used.
    public struct Skipped: Sendable, Hashable {
        /// Its place in the document, from 0.
        public let index: Int
        /// Its `kid`, if it could be read.
        public let id: String?
        /// Why it is not used.
        public let reason: KeyRefusal
    }

    /// A document that is not a JSON object with an array `keys`, or in which an object names a member twice.
    public struct Malformed: Error, Sendable, Hashable {}

    /// The keys to verify with, in the document's order; there may be none.
    public let keys: [VerificationKey]
    /// The other entries.
    public let skipped: [Skipped]

    /// Reads a document, whose length the caller has bounded.
    public init(_ document: [UInt8]) throws(Malformed) {
        guard let document: Document = StrictJSON.decode(document) else { throw Malformed() }

        var keys: [VerificationKey] = []
        var skipped: [Skipped] = []
        for (index, entry) in document.keys.enumerated() {
            switch index < Self.maximumEntries ? entry.key : .failure(.tooMany) {
            case .success(let key): keys.append(key)
            case .failure(let reason): skipped.append(Skipped(index: index, id: entry.id, reason: reason))
            }
        }
        self.keys = keys
        self.skipped = skipped
    }

    private struct Document: Decodable {
        let keys: [Entry]
    }

    /// An entry, which decodes whatever it is.
    private struct Entry: Decodable {
        let id: String?
        let key: Result<VerificationKey, KeyRefusal>

        init(from decoder: any Decoder) throws {
            guard let members = try? decoder.container(keyedBy: JSONWebKey.Member.self) else {
                id = nil
                key = .failure(.notAnObject)
                return
            }
            id = try? members.decode(String.self, forKey: .kid)
            key = Result { () throws(KeyRefusal) in try JSONWebKey(members).verificationKey() }
        }
    }
}
