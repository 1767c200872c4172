import NIOCore

/// What a new connection goes through before it serves: whose session is it, the role, the proof of isolation, and how long it
/// waits for locks.
///
/// The session belongs to us only when the process that answers is the one that libpq was introduced to at the start. Through a
/// pooler in transaction mode it is not.
struct ConnectionSetup {
    let poolerMode: PoolerMode
    let reachability: Reachability
    let statementTimeout: TimeAmount
    /// How long a statement waits for a lock; `nil` for as long as the login's own setting says.
    let lockTimeout: TimeAmount?
    let deadline: NIODeadline

    /// How long the set-up itself waits for a lock, as on a table that is being changed: shorter than silence is borne, so that the
    /// server says what is the matter, and has no process left that waits for what nobody wants any more.
    private static let ownLockTimeout = TimeAmount.milliseconds(700)

    typealias Completion = (Result<Void, PostgresError>) -> Void

    /// Runs the set-up and reports once, on the connection's loop.
    func run(on connection: PipelinedConnection, _ completion: @escaping Completion) {
        switch poolerMode {
        case .session: takeSession(connection, completion)
        case .transaction: learnDefaults(connection, completion)
        // Neon's pooler says so in its host name.
        case .auto where connection.host.contains("-pooler."): learnDefaults(connection, completion)
        case .auto: detectPooler(connection, completion)
        }
    }

    // MARK: Whose session it is

    private static let backendPID = Statement(
        name: "todo_backend_pid",
        sql: "select pg_catalog.pg_backend_pid()::bigint",
        parameterTypes: [],
        resultTypes: [.int8],
        access: .write
    )

    private func detectPooler(_ connection: PipelinedConnection, _ completion: @escaping Completion) {
        send(Self.backendPID, on: connection) { result in
            result.int64(row: 0, column: 0)
        } completion: { result in
            switch result {
            case .success(Int64(connection.backendPID)):
                reachability.hasOwnSession()
                takeSession(connection, completion)
            case .success where reachability.believesInPooler():
                learnDefaults(connection, completion)
            case .success:
                completion(.failure(.connectionLost("another process answers than the one that greeted")))
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    private func takeSession(_ connection: PipelinedConnection, _ completion: @escaping Completion) {
        let parameters: [PostgresValue] = [
            .text(statementTimeout.setting), .text(Self.ownLockTimeout.setting),
        ]
        send(TaskRole.assumeForSession, parameters, on: connection) { _ in
        } completion: { result in
            switch result {
            case .success:
                connection.scope = .connection
                prove(connection) { result in
                    if case .failure = result { return completion(result) }
                    limitWaitsForLocks(connection, completion)
                }
            case .failure(let error):
                completion(.failure(error.inProof))
            }
        }
    }

    // MARK: Through a pooler

    /// What a session begins with, as opposed to what another client may have left in the one that answers.
    private static let sessionDefaults = Statement(
        name: "todo_session_defaults",
        sql: """
            select max(reset_val) filter (where name = 'search_path'),
                max(reset_val) filter (where name = 'synchronous_commit'),
                max(reset_val) filter (where name = 'lock_timeout'),
                max(reset_val) filter (where name = 'default_transaction_read_only')
            from pg_catalog.pg_settings
            """,
        parameterTypes: [],
        resultTypes: [.text, .text, .text, .text],
        access: .write
    )

    private func learnDefaults(_ connection: PipelinedConnection, _ completion: @escaping Completion) {
        send(Self.sessionDefaults, on: connection) { result in
            SessionDefaults(
                statementTimeout: statementTimeout.setting,
                searchPath: result.text(row: 0, column: 0),
                synchronousCommit: result.text(row: 0, column: 1),
                lockTimeout: result.text(row: 0, column: 2),
                isReadOnly: result.text(row: 0, column: 3) == "on"
            )
        } completion: { result in
            switch result {
            case .success(var defaults):
                let lockTimeout = lockTimeout?.setting ?? defaults.lockTimeout
                defaults.lockTimeout = Self.ownLockTimeout.setting
                connection.scope = .transaction(defaults)
                prove(connection) { [defaults] result in
                    var defaults = defaults
                    defaults.lockTimeout = lockTimeout
                    connection.scope = .transaction(defaults)
                    connection.isBrisk = self.lockTimeout != nil
                    completion(result)
                }
            case .failure(let error):
                completion(.failure(error))
            }
        }
    }

    // MARK: Proof

    private func prove(_ connection: PipelinedConnection, _ completion: @escaping Completion) {
        connection.send(
            PendingQuery(IsolationProof.statement, [], deadline: deadline) { result throws(PostgresError) in
                try IsolationProof(result)
            } completion: { result in
                switch result {
                case .success(let proof):
                    completion(proof.fault.map { .failure(.unfit($0)) } ?? .success(()))
                case .failure(let error): completion(.failure(error.inProof))
                }
            }
        )
    }

    // MARK: Locks

    /// Without a time, the session's own of its beginning.
    private static let setLockTimeout = Statement(
        name: "todo_lock_timeout",
        sql: """
            select pg_catalog.set_config('lock_timeout', coalesce(nullif($1, ''), reset_val), false)
            from pg_catalog.pg_settings where name = 'lock_timeout'
            """,
        parameterTypes: [.text],
        resultTypes: [.text],
        access: .write
    )

    /// Comes last.
    private func limitWaitsForLocks(_ connection: PipelinedConnection, _ completion: @escaping Completion) {
        connection.isBrisk = lockTimeout != nil
        send(Self.setLockTimeout, [.text(lockTimeout?.setting ?? "")], on: connection) { _ in
        } completion: { result in
            completion(result)
        }
    }

    private func send<Output: Sendable>(
        _ statement: Statement,
        _ parameters: [PostgresValue] = [],
        on connection: PipelinedConnection,
        decode: @escaping (borrowing PGResult) -> Output,
        completion: @escaping (Result<Output, PostgresError>) -> Void
    ) {
        connection.send(
            PendingQuery(
                statement,
                parameters,
                deadline: deadline,
                decode: { result throws(PostgresError) in decode(result) },
                completion: completion
            )
        )
    }
}

extension TimeAmount {
    /// As a setting of PostgreSQL's that is measured in milliseconds.
    fileprivate var setting: String { String(nanoseconds / 1_000_000) }
}

extension PostgresError {
    /// What an error in the proof of isolation says about the database.
    var inProof: PostgresError {
        guard case .server(let state) = code else { return self }
        switch state {
        // The table is missing, a column, or the role.
        case .undefinedTable, .undefinedColumn, .invalidParameterValue:
            return .unfit("the schema is missing or too old: run todoctl migrate up")
        case .insufficientPrivilege where message.contains("role"):
            return .unfit("\(message): let an administrator grant \(TaskRole.name) to the login of DATABASE_URL")
        case .insufficientPrivilege:
            return .unfit(
                "the schema is too old, or \(TaskRole.name) lacks its grants (\(message)): "
                    + "run todoctl migrate up, and grant what todoctl migrate verify says is missing"
            )
        default:
            return self
        }
    }
}
