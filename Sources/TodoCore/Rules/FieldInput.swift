/// A field as it came in, before anything was checked.
///
/// Absent, null and "there, but of another type" are told apart, because the rules treat them differently: an update keeps,
/// clears and refuses, in that order.
public enum FieldInput<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The field was not sent.
    case absent
    /// The field was sent as null.
    case null
    /// The field was sent with a value of the right type.
    case value(Value)
    /// The field was sent with a value of another type. Nothing is ever coerced.
    case mistyped
}

extension FieldInput<String> {
    func title() throws(FieldFault) -> TaskTitle {
        switch self {
        case .absent, .null: throw TaskTitle.lengthFault
        case .mistyped: throw FieldFault("Title must be a string")
        case .value(let text): return try TaskTitle(text)
        }
    }

    func description() throws(FieldFault) -> TaskDescription? {
        switch self {
        case .absent, .null: return nil
        case .mistyped: throw FieldFault("Description must be a string or null")
        case .value(let text): return try TaskDescription(text)
        }
    }
}

extension FieldInput<Bool> {
    func completed() throws(FieldFault) -> Bool {
        guard case .value(let isCompleted) = self else {
            throw FieldFault("Completed is required and must be true or false")
        }
        return isCompleted
    }

    func completionChange() throws(FieldFault) -> TodoTask.CompletionChange {
        switch self {
        case .absent: return .toggle
        case .value(let isCompleted): return .set(isCompleted)
        case .null, .mistyped: throw FieldFault("Completed must be true or false")
        }
    }
}
