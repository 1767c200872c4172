/// A task in a user's list, as a store holds it.
///
/// It is called `TodoTask` because a type named `Task` would shadow Swift's own in every file that imports this module.
public struct TodoTask: Sendable, Hashable, Identifiable {
    /// Given by the store, never reused.
    public let id: ID
    /// Whose task it is; nobody else can tell that it exists.
    public let owner: UserID
    /// What it is called.
    public let title: TaskTitle
    /// Its longer text; `nil` when it has none.
    public let description: TaskDescription?
    /// Whether it is done.
    public let isCompleted: Bool
    /// Set once, by the store.
    public let createdAt: Timestamp
    /// Moves forward by at least a millisecond with every change; equals ``createdAt`` before the first.
    public let updatedAt: Timestamp
    /// 1 when created, then one more with every change.
    public let version: Int64

    /// A task as a store hands it out; the parts are valid by their types, and what holds between them is the store's business.
    public init(
        id: ID,
        owner: UserID,
        title: TaskTitle,
        description: TaskDescription?,
        isCompleted: Bool,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        version: Int64
    ) {
        self.id = id
        self.owner = owner
        self.title = title
        self.description = description
        self.isCompleted = isCompleted
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }

    /// A task with the given content; without `updatedAt` and `version` it is new.
    public init(
        id: ID,
        owner: UserID,
        content: Content,
        createdAt: Timestamp,
        updatedAt: Timestamp? = nil,
        version: Int64 = 1
    ) {
        self.init(
            id: id,
            owner: owner,
            title: content.title,
            description: content.description,
            isCompleted: content.isCompleted,
            createdAt: createdAt,
            updatedAt: updatedAt ?? createdAt,
            version: version
        )
    }

    /// The part that its owner writes.
    public var content: Content { Content(title: title, description: description, isCompleted: isCompleted) }
}

extension TodoTask {
    /// A task's number: positive, 64 bits.
    public struct ID: Sendable, Hashable {
        /// The number, as the API shows it.
        public let rawValue: Int64

        /// The identifier, or `nil` when no task can have that number.
        public init?(_ rawValue: Int64) {
            guard rawValue > 0 else { return nil }
            self.rawValue = rawValue
        }

        /// For values that are already known to be valid, such as those read back from a store.
        public init(unchecked rawValue: Int64) {
            self.rawValue = rawValue
        }
    }
}

extension TodoTask.ID: CustomStringConvertible {
    public var description: String { String(rawValue) }
}

extension TodoTask.ID: Comparable {
    public static func < (left: TodoTask.ID, right: TodoTask.ID) -> Bool {
        left.rawValue < right.rawValue
    }
}
