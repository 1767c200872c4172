import OrderedCollections
import TodoJSON

/// What a command prints with `--json`: one object, in which `kind` names the command and `version` the form.
///
/// Keys are in snake case, and every key is always there, with null where nothing is known. A reader may rely on the keys of a
/// version; new ones may be added to it.
struct JSONDocument: Sendable, Hashable {
    static let version = 1

    private let members: OrderedDictionary<String, JSONValue>

    /// - Parameters:
    ///   - kind: the command, such as `migrate.status`.
    ///   - fields: what it tells, in the order in which a person reads it; nothing overrides the envelope.
    init(_ kind: String, _ fields: KeyValuePairs<String, JSONValue>) {
        let envelope: OrderedDictionary<String, JSONValue> = ["version": .integer(Self.version), "kind": .string(kind)]
        members = envelope.merging(fields.lazy.map { ($0.key, $0.value) }) { former, _ in former }
    }

    /// The document over several lines.
    var text: String { JSONValue.object(members).indentedText }
}
