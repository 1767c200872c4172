import TodoCore

/// What a request under a key was answered with, as the file has it.
struct StoredAnswer: Sendable, Codable {
    private let user: String
    let key: String
    let fingerprint: String
    private let storedTask: StoredTask?
    private let keptAt: Int64

    init(_ owner: UserID, _ request: IdempotentRequest, _ task: TodoTask?, at now: Timestamp) {
        user = owner.rawValue
        key = request.key.rawValue
        fingerprint = request.fingerprint
        storedTask = task.map(StoredTask.init)
        keptAt = now.microsecondsSinceEpoch
    }

    var owner: UserID { UserID(unchecked: user) }

    /// The task as the change left it; `nil` when it was deleted.
    var task: TodoTask? { storedTask?.task }

    func isExpired(at now: Timestamp) -> Bool {
        now.microsecondsSinceEpoch - keptAt >= Int64(IdempotentRequest.lifetimeInHours) * 3_600_000_000
    }
}
