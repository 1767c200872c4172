#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a command prints with `--json`: one object, in which `kind` names the command and `version` the form.
///
/// Keys are in snake case, and every key is always there, with null where nothing is known. A reader may rely on the keys of a
/// version; new ones may be added to it.
struct JSONDocument: Sendable, Hashable {
    static let version = 1

    /// The command, such as `migrate.status`.
    let kind: String
    let fields: [String: JSONValue]

    init(_ kind: String, _ fields: [String: JSONValue]) {
        self.kind = kind
        self.fields = fields
    }

    /// The document as text, its keys in order.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let envelope: [String: JSONValue] = ["version": .integer(Self.version), "kind": .string(kind)]
        let document = JSONValue.object(envelope.merging(fields) { envelope, _ in envelope })
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
