public import OrderedCollections

/// What is wrong with one field, in a sentence that can be shown beside it.
public struct FieldFault: Error, Sendable, Hashable {
    /// One sentence for the person at the other end.
    public let message: String

    /// A fault with its sentence, which names the field and says what it takes.
    public init(_ message: String) {
        self.message = message
    }
}

/// Collects the faults of a request so that all of them are reported at once.
public struct FieldFaults: Sendable, Hashable {
    /// Field → its fault's sentence, in the order in which the fields were checked.
    public private(set) var messages: OrderedDictionary<String, String> = [:]

    /// No fault yet.
    public init() {}

    /// Keeps a fault; of two for one field the later one counts.
    public mutating func add(_ fault: FieldFault, for field: String) {
        messages[field] = fault.message
    }

    /// Runs `check`; a fault that it throws is kept under `field` and `nil` comes back.
    public mutating func collect<Value>(_ field: String, _ check: () throws(FieldFault) -> Value) -> Value? {
        do {
            return try check()
        } catch {
            add(error, for: field)
            return nil
        }
    }

    /// Ends the checking of a request: reports every fault that was kept, or does nothing.
    /// - Throws: ``TodoError`` with the code ``TodoError/Code/validation`` when there is any fault.
    public func throwIfAny() throws(TodoError) {
        guard messages.isEmpty else { throw .validation(messages) }
    }
}
