import TodoCore

extension PostgresError {
    /// The one place where a database error becomes one of the core's.
    ///
    /// Only a write can have an unknown outcome. Kept out of its callers, whose frames every request has.
    @inline(never)
    func todoError(_ access: Statement.Access) -> TodoError {
        switch code {
        case .cancelled:
            return .cancelled
        case .overloaded, .closed, .connectionFailed, .unfit:
            return unavailable
        case .connectionLost, .timedOut:
            return access == .read || isSafeToRetry ? unavailable : .outcomeUnknown(cause: self)
        case .protocolViolation:
            return access == .read ? unavailable : .outcomeUnknown(cause: self)
        case .server(let state):
            // An error from the server is an answer: the transaction was rolled back.
            switch state {
            case .queryCanceled, .deadlockDetected, .serializationFailure, .lockNotAvailable:
                return unavailable
            case _ where state.isServerUnavailable: return unavailable
            // The schema is missing or too old: an operator migrates, the client comes back.
            case .undefinedTable, .undefinedColumn: return unavailable
            // Read-only transaction: a standby, or a disk that an operator protected.
            case .readOnlyTransaction: return unavailable
            // `todoctl migrate link-users` was run, and the authentication system has deleted the user since.
            case .foreignKeyViolation where constraint == UserLink.constraintName: return .unknownUser(cause: self)
            default: return .internal(cause: self)
            }
        }
    }

    private var unavailable: TodoError { .unavailable(cause: self, storeAnswered: isAnswer) }
}
