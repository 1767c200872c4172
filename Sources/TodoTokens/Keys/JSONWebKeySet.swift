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
    ///
    /// - Throws: ``Malformed``; entries that are not used are no reason.
    public init(_ document: [UInt8]) throws(Malformed) {
        guard case .array(let entries) = JSONObject(document)?["keys"] else { throw Malformed() }
        var keys: [VerificationKey] = []
        var skipped: [Skipped] = []
        for (index, entry) in entries.enumerated() {
            do throws(KeyRefusal) {
                guard index < Self.maximumEntries else { throw .tooMany }
                keys.append(try Self.key(entry))
            } catch {
                skipped.append(Skipped(index: index, id: Self.id(entry), reason: error))
            }
        }
        self.keys = keys
        self.skipped = skipped
    }

    private static func key(_ entry: JSONReader.Value) throws(KeyRefusal) -> VerificationKey {
        guard case .object(let members) = entry else { throw .notAnObject }
        return try JSONWebKey(members).verificationKey()
    }

    private static func id(_ entry: JSONReader.Value) -> String? {
        guard case .object(let members) = entry else { return nil }
        return members["kid"]?.text
    }
}

/// For operators: which entry, and why it is not used.
extension JSONWebKeySet.Skipped: CustomStringConvertible {
    public var description: String {
        "entry \(index)\(id.map { " (kid \($0.debugDescription.prefix(100)))" } ?? ""): \(reason)"
    }
}
