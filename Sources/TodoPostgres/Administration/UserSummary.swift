public import TodoCore

/// A user who has tasks.
public struct UserSummary: Sendable, Hashable {
    public let user: UserID
    public let tasks: Int
    /// How many of the tasks are completed.
    public let completed: Int
    /// When a task of the user's was last changed.
    public let lastChange: Timestamp
}

/// Numbers about tasks; the times are `nil` when there are none.
public struct TaskStatistics: Sendable, Hashable {
    /// How many users have tasks.
    public let users: Int
    public let tasks: Int
    /// How many of the tasks are completed.
    public let completed: Int
    public let firstCreated: Timestamp?
    public let lastCreated: Timestamp?
    public let lastChange: Timestamp?
    /// The UTF-8 bytes of titles and descriptions.
    public let textBytes: Int
    /// What the table takes on the disk for all users together, its indexes included.
    public let storageBytes: Int
}

/// What is kept about a user.
public struct UserTraces: Sendable, Hashable {
    public let tasks: Int
    /// Entries in the ledger of imports.
    public let imports: Int
    /// Answers kept under idempotency keys, expired ones among them.
    public let idempotencyKeys: Int

    public var isEmpty: Bool { tasks == 0 && imports == 0 && idempotencyKeys == 0 }
}
