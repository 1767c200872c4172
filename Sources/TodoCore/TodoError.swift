public import OrderedCollections

/// Everything that can go wrong in the core and its stores.
///
/// Two errors are equal when code, message, details and version are; the cause is for logs.
public struct TodoError: Error, Sendable {
    /// What to branch on; the raw values are stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The input was refused; ``TodoError/details`` says field by field why. Nothing was changed.
        case validation = "VALIDATION_ERROR"
        /// No such task, or it belongs to someone else: the two cannot be told apart.
        case notFound = "NOT_FOUND"
        /// The store knows the users there are, and this one is none of them: deleted, most likely. Nothing was changed.
        case unknownUser = "UNKNOWN_USER"
        /// The task is not in a version that the caller wants changed; ``TodoError/currentVersion`` says in which it is. Nothing
        /// was changed.
        case preconditionFailed = "PRECONDITION_FAILED"
        /// The idempotency key stands for another request. Nothing was changed.
        case idempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED"
        /// The request under this idempotency key is still under way; repeating it later is safe.
        case conflict = "CONFLICT"
        /// The store cannot serve the request now. Nothing was changed; repeating it later is safe.
        case unavailable = "SERVICE_UNAVAILABLE"
        /// The store broke off while a write was under way: it may or may not have happened.
        case outcomeUnknown = "OUTCOME_UNKNOWN"
        /// The calling task was cancelled. A write that was under way may or may not have happened.
        case cancelled = "CANCELLED"
        /// A defect in this software or its set-up.
        case `internal` = "INTERNAL_ERROR"
    }

    /// What to branch on.
    public let code: Code
    /// One sentence for the person at the other end; never holds anything internal.
    public let message: String
    /// Field → one sentence; empty unless the code is ``Code/validation``.
    public let details: OrderedDictionary<String, String>
    /// The task's version; only with the code ``Code/preconditionFailed``.
    public let currentVersion: TaskVersion?
    /// What led to it, for logs only.
    public let cause: (any Error)?
    /// Whether the store answered this request, and refused; only with the code ``Code/unavailable``.
    ///
    /// That it cannot be asked is the store's to log, once and not for each request.
    public private(set) var storeAnswered = false

    /// An error with a sentence of the caller's; the members below have the usual ones.
    public init(
        _ code: Code,
        message: String,
        details: OrderedDictionary<String, String> = [:],
        currentVersion: TaskVersion? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.currentVersion = currentVersion
        self.cause = cause
    }
}

extension TodoError {
    /// The input was refused; `details` has one sentence for each field that is wrong.
    public static func validation(_ details: OrderedDictionary<String, String>) -> TodoError {
        TodoError(.validation, message: "Validation failed", details: details)
    }

    /// There is no such task, or it belongs to someone else.
    public static let taskNotFound = TodoError(.notFound, message: "Task not found")

    /// The store does not know the user; `cause` is for logs.
    public static func unknownUser(cause: (any Error)? = nil) -> TodoError {
        TodoError(.unknownUser, message: "The user does not exist", cause: cause)
    }

    /// The task is in this version, which the caller does not want changed.
    public static func preconditionFailed(_ currentVersion: TaskVersion) -> TodoError {
        TodoError(
            .preconditionFailed,
            message: "The task is not in a version that the request allows",
            currentVersion: currentVersion
        )
    }

    /// The idempotency key stands for another request.
    public static let idempotencyKeyReused = TodoError(
        .idempotencyKeyReused,
        message: "The idempotency key was used for another request"
    )

    /// The request under this idempotency key is still under way.
    public static let stillRunning = TodoError(
        .conflict,
        message: "The request under this idempotency key is still running"
    )

    /// The store cannot serve now and nothing was changed; `cause` is for logs, and `storeAnswered` tells whether this was its
    /// own answer.
    public static func unavailable(cause: (any Error)? = nil, storeAnswered: Bool = false) -> TodoError {
        var error = TodoError(.unavailable, message: "The service is temporarily unavailable", cause: cause)
        error.storeAnswered = storeAnswered
        return error
    }

    /// The write may or may not have happened; `cause` is for logs.
    public static func outcomeUnknown(cause: (any Error)? = nil) -> TodoError {
        TodoError(.outcomeUnknown, message: "The change may or may not have been made", cause: cause)
    }

    /// The calling task was cancelled.
    public static let cancelled = TodoError(.cancelled, message: "The request was cancelled")

    /// Something is wrong in this software or its set-up; `cause` is for logs.
    public static func `internal`(cause: (any Error)? = nil) -> TodoError {
        TodoError(.internal, message: "Internal server error", cause: cause)
    }
}

extension TodoError: Hashable {
    public static func == (left: TodoError, right: TodoError) -> Bool {
        left.code == right.code && left.message == right.message && left.details == right.details
            && left.currentVersion == right.currentVersion
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
    }
}

extension TodoError: CustomStringConvertible {
    /// Code, message and details, without the cause.
    public var description: String {
        let list = details.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
        return list.isEmpty ? "\(code.rawValue): \(message)" : "\(code.rawValue): \(message) (\(list))"
    }
}
