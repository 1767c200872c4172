/// What is the matter with a session that need not be with one that begins now.
enum SessionFault {
    /// A write was refused: the server took none, or the session began read-only.
    case write
    /// A table was refused: the role that the session acts as has been dropped or renamed, though another may have its name and rights.
    case access
    /// A prepared statement was refused: the schema has changed, and it would return other columns now.
    case plan
    /// An answer does not fit what was asked, be it that it was damaged on the way.
    case answer

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
