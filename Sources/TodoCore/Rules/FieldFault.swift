public import OrderedCollections

/// What is wrong with one field, in a sentence that can be shown beside it.
public struct FieldFault: Error, Sendable, Hashable {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }
}

/// Collects the faults of a request so that all of them are reported at once.
public struct FieldFaults: Sendable, Hashable {
    /// Field → its fault's sentence, in the order in which the fields were checked.
    public private(set) var messages: OrderedDictionary<String, String> = [:]

    public init() {}

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

    /// - Throws: ``TodoError`` with the code ``TodoError/Code/validation`` when there is any fault.
    public func throwIfAny() throws(TodoError) {
        guard messages.isEmpty else { throw .validation(messages) }
    }
}
