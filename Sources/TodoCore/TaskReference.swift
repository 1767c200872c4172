/// How a caller names a task: an identifier, or text that should be the decimal form of one.
public struct TaskReference: Sendable, Hashable {
    private enum Kind: Sendable, Hashable {
        case id(TodoTask.ID)
        /// An integer, but one that no task can have: zero, negative, or beyond 64 bits.
        case impossible
        case malformed
    }

    private let kind: Kind

    public init(_ id: TodoTask.ID) {
        kind = .id(id)
    }

    /// Reads an optional minus sign and ASCII digits; leading zeros do not count.
    public init(_ text: some StringProtocol) {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            kind = .malformed
            return
        }
        kind = Int64(text).flatMap(TodoTask.ID.init).map(Kind.id) ?? .impossible
    }

    /// The identifier, or `nil` when no task can have it.
    /// - Throws: ``FieldFault`` when the text is not an integer.
    func id() throws(FieldFault) -> TodoTask.ID? {
        switch kind {
        case .id(let id): return id
        case .impossible: return nil
        case .malformed: throw FieldFault("Task id must be an integer")
        }
    }
}
