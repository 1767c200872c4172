import TodoCore

/// Changes: plain ones, those with a condition, and those that are made once under a key.
extension PostgresClient {
    /// How often a change under a key is asked for at most.
    private static let attemptsUnderKey = 3

    func write(
        _ write: TaskWrite,
        _ owner: UserID,
        _ request: IdempotentRequest?
    ) async throws(TodoError) -> TaskReceipt {
        if let request { return try await self.write(write, owner, once: request) }
        let query = WriteQuery(write, owner)
        return try await translated(
            .write,
            query.statement,
            query.values,
            owner,
            locking: RowLock(row: write.lockedRow),
            query.outcome
        )
        .receipt(write)
    }

    private func write(
        _ write: TaskWrite,
        _ owner: UserID,
        once request: IdempotentRequest
    ) async throws(TodoError) -> TaskReceipt {
        let query = WriteQuery(write, owner, request)
        var attempt = 1
        while true {
            let outcome: WriteOutcome
            do throws(PostgresError) {
                outcome = try await self.query(
                    .write,
                    query.statement,
                    query.values,
                    as: owner,
                    locking: RowLock(row: write.lockedRow, key: request.key.rawValue),
                    decode: query.outcome
                )
            } catch {
                // The key makes it safe to ask again. Whether the change was made, the next answer tells.
                guard attempt < Self.attemptsUnderKey, error.leavesKeyInDoubt else { throw error.todoError(.write) }
                attempt += 1
                continue
            }
            // The same request may have committed after this statement's snapshot, before it got the lock: then what was seen
            // is that request's own doing, and a second look finds its answer.
            if outcome.isRefusal, attempt == 1 {
                attempt += 1
                continue
            }
            return try outcome.receipt(write)
        }
    }
}

extension PostgresError {
    /// Whether a change under a key may or may not have been made, or was made by another in the meantime.
    fileprivate var leavesKeyInDoubt: Bool {
        switch code {
        case .connectionLost: true
        case .server(.uniqueViolation): constraint == WriteStatements.keyConstraint
        default: false
        }
    }
}

/// What the database said of a write.
private enum WriteOutcome: Sendable {
    case done(TodoTask?)
    case repeated(TodoTask?)
    case notFound
    case preconditionFailed(version: Int64)
    case keyReused
    case stillRunning

    var isRefusal: Bool {
        switch self {
        case .notFound, .preconditionFailed: true
        case .done, .repeated, .keyReused, .stillRunning: false
        }
    }

    /// Kept out of its callers, as the queries' initializers are, since those have frames that live as long as a query.
    @inline(never)
    func receipt(_ write: TaskWrite) throws(TodoError) -> TaskReceipt {
        switch (self, write) {
        case (.done, .delete): return TaskReceipt(nil)
        case (.done(let task), _): return TaskReceipt(task)
        case (.repeated(let task), _): return TaskReceipt(task, isReplay: true)
        case (.preconditionFailed(let version), .change(let id, _, _)),
            (.preconditionFailed(let version), .delete(let id, _)):
            throw .preconditionFailed(TaskVersion(id: id, number: version))
        case (.notFound, .change), (.notFound, .delete): throw .taskNotFound
        case (.keyReused, _): throw .idempotencyKeyReused
        case (.stillRunning, _): throw .stillRunning
        case (.notFound, .insert), (.preconditionFailed, .insert): throw .internal()
        }
    }
}

/// A statement for a write, its parameters, and how its result is read.
private struct WriteQuery: Sendable {
    let statement: Statement
    let values: [PostgresValue]
    let outcome: @Sendable (borrowing PGResult) throws(PostgresError) -> WriteOutcome

    /// A write, with or without a condition.
    @inline(never)
    init(_ write: TaskWrite, _ owner: UserID) {
        let statements = write.statements
        if let conditional = statements.conditional, write.precondition != .none {
            statement = conditional
            values = write.values(owner) + write.conditionValues
            outcome = { result throws(PostgresError) in
                guard result.rowCount > 0 else { return .notFound }
                guard !result.isNull(row: 0, column: 0) else {
                    return .preconditionFailed(version: result.int64(row: 0, column: 7))
                }
                return .done(try result.task(of: write, owner))
            }
        } else {
            statement = statements.plain
            values = write.values(owner)
            outcome = { result throws(PostgresError) in
                result.rowCount > 0 ? .done(try result.task(of: write, owner)) : .notFound
            }
        }
    }

    /// A write under a key.
    @inline(never)
    init(_ write: TaskWrite, _ owner: UserID, _ request: IdempotentRequest) {
        statement = write.statements.keyed
        values =
            write.values(owner) + write.conditionValues
            + [.text(request.key.rawValue), .text(request.fingerprint)]
        outcome = { result throws(PostgresError) in
            guard result.rowCount == 1 else { throw .protocolViolation("a write under a key has no one row") }
            let hasTask = !result.isNull(row: 0, column: 0)
            if !result.isNull(row: 0, column: 8) {
                guard result.text(row: 0, column: 8) == request.fingerprint else { return .keyReused }
                return .repeated(hasTask ? try result.onlyTask(owner: owner) : nil)
            }
            guard result.bool(row: 0, column: 9) else { return .stillRunning }
            if hasTask { return .done(try result.task(of: write, owner)) }
            return result.isNull(row: 0, column: 7)
                ? .notFound : .preconditionFailed(version: result.int64(row: 0, column: 7))
        }
    }
}

extension PGResult {
    /// The task in the first row, whose number must be the one that the write names.
    fileprivate func task(of write: TaskWrite, _ owner: UserID) throws(PostgresError) -> TodoTask {
        let task = try onlyTask(owner: owner)
        switch write {
        case .change(task.id, _, _), .delete(task.id, _), .insert: return task
        default: throw .protocolViolation("a row is not the one that was asked for")
        }
    }
}
