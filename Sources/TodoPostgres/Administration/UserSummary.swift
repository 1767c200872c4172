public import TodoCore

/// A user who has tasks.
public struct UserSummary: Sendable, Hashable {
    /// Who it is.
    public let user: UserID
    /// How many tasks the user has.
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
    /// How many tasks there are.
    public let tasks: Int
    /// How many of the tasks are completed.
    public let completed: Int
    /// When the oldest of them was created.
    public let firstCreated: Timestamp?
    /// When the newest of them was created.
    public let lastCreated: Timestamp?
    /// When one of them was last changed.
    public let lastChange: Timestamp?
    /// The UTF-8 bytes of titles and descriptions.
    public let textBytes: Int
    /// What the table takes on the disk for all users together, its indexes included.
    public let storageBytes: Int
}

/// What is kept about a user.
public struct UserTraces: Sendable, Hashable {
    /// The user's tasks.
    public let tasks: Int
    /// Entries in the ledger of imports.
    public let imports: Int
    /// Answers kept under idempotency keys, expired ones among them.
    public let idempotencyKeys: Int

    /// Whether nothing is kept.
    public var isEmpty: Bool { tasks == 0 && imports == 0 && idempotencyKeys == 0 }
}
