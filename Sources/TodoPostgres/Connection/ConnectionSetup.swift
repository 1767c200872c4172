import NIOCore

/// What a new connection goes through before it serves: whose session is it, the role, and the proof of isolation.
///
/// The session belongs to us only when the process that answers is the one that libpq was introduced to at the start. Through a
/// pooler in transaction mode it is not.
struct ConnectionSetup {
    let poolerMode: PoolerMode
    let statementTimeout: TimeAmount
    let deadline: NIODeadline

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
            case .success(Int64(connection.backendPID)): takeSession(connection, completion)
            case .success: learnDefaults(connection, completion)
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    private var statementTimeoutMilliseconds: String { String(statementTimeout.nanoseconds / 1_000_000) }

    private func takeSession(_ connection: PipelinedConnection, _ completion: @escaping Completion) {
        let parameters: [PostgresValue] = [.text(statementTimeoutMilliseconds)]
        send(TaskRole.assumeForSession, parameters, on: connection) { _ in
        } completion: { result in
            switch result {
            case .success:
                connection.scope = .connection
                prove(connection, completion)
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
        let statementTimeout = statementTimeoutMilliseconds
        send(Self.sessionDefaults, on: connection) { result in
            SessionDefaults(
                statementTimeout: statementTimeout,
                searchPath: result.text(row: 0, column: 0),
                synchronousCommit: result.text(row: 0, column: 1),
                lockTimeout: result.text(row: 0, column: 2),
                isReadOnly: result.text(row: 0, column: 3) == "on"
            )
        } completion: { result in
            switch result {
            case .success(let defaults):
                connection.scope = .transaction(defaults)
                prove(connection, completion)
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
                case .success(let proof): completion(proof.fault.map { .failure(.unfit($0)) } ?? .success(()))
                case .failure(let error): completion(.failure(error.inProof))
                }
            }
        )
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
                "the schema is too old, or \(TaskRole.name) lacks its grants (\(message)): run todoctl migrate up"
            )
        default:
            return self
        }
    }
}
