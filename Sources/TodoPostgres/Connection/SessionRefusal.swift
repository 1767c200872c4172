/// What a server refuses in a session because of how things were when it began; it may allow it in one that begins now.
enum SessionRefusal {
    /// A write: the server took none, or the session began read-only.
    case write
    /// A table: the role that the session acts as has been dropped or renamed, though another may have its name and rights.
    case access
    /// A prepared statement: the schema has changed, and it would return other columns now.
    case plan

    /// - Returns: `nil` when the error is about something else.
    init?(_ result: borrowing PGResult, _ state: SQLState) {
        switch state {
        case .readOnlyTransaction: self = .write
        case .insufficientPrivilege: self = .access
        // The state alone says less, and the message is in the server's language.
        case .featureNotSupported where result.sourceFunction == "RevalidateCachedQuery": self = .plan
        default: return nil
        }
    }
}
