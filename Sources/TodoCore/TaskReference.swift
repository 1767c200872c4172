/// How a caller names a task: an identifier, or text that should be the decimal form of one.
public struct TaskReference: Sendable, Hashable {
    private enum Kind: Sendable, Hashable {
        case id(TodoTask.ID)
        /// An integer, but one that no task can have: zero, negative, or beyond 64 bits.
        case impossible
        case malformed
    }

    private let kind: Kind

    /// An identifier that is known already.
    public init(_ id: TodoTask.ID) {
        kind = .id(id)
    }

    /// Reads text as it comes in a path: an optional minus sign and ASCII digits; leading zeros do not count.
    ///
    /// Text that is anything else is a fault of the field `id`, reported with all others when the reference is used. A number
    /// that no task can have is read, and not found.
    public init(_ text: String) {
        self.init(text[...])
    }

    /// Reads text as it comes in a path, by the same rules as a `String`.
    public init(_ text: Substring) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        var number: Int64? = 0
        var hasDigits = false
        for byte in text.utf8.dropFirst(isNegative ? 1 : 0) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                kind = .malformed
                return
            }
            hasDigits = true
            number = number?.appending(digit: Int64(byte - UInt8(ascii: "0")))
        }
        if hasDigits {
            kind = isNegative ? .impossible : number.flatMap(TodoTask.ID.init).map(Kind.id) ?? .impossible
        } else {
            kind = .malformed
        }
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

extension Int64 {
    /// The number with one more decimal digit at its end; `nil` beyond 64 bits.
    fileprivate func appending(digit: Int64) -> Int64? {
        let (tens, overflowed) = multipliedReportingOverflow(by: 10)
        let (sum, overflowedAgain) = tens.addingReportingOverflow(digit)
        return overflowed || overflowedAgain ? nil : sum
    }
}
