public import TodoCore
public import TodoJSON

/// Writes one user's tasks as JSON Lines, oldest first, as one state of the database shows them.
///
/// The last line is an ``ExportSeal``. A file gets its name when it is whole and on the disk; until then it is `NAME.part`, which a
/// later run for the same user continues behind its last whole line. Memory does not grow with the number of tasks. Connecting
/// takes at most 20 seconds, and an export whose server sends nothing for 60 seconds is given up.
public struct TaskExport: Sendable {
    /// Where an export goes.
    public enum Destination: Sendable, Hashable {
        /// A file that is not there yet, or is to be replaced.
        case file(String)
        /// An open descriptor, such as standard output.
        case descriptor(CInt)
    }

    private let database: PostgresConfiguration
    private let owner: UserID
    private let destination: Destination

    /// - Parameters:
    ///   - url: a libpq connection URL, as the server has it: the export sees what the user sees.
    ///   - owner: whose tasks.
    ///   - destination: where they go.
    public init(url: String, of owner: UserID, to destination: Destination) {
        database = PostgresConfiguration(url: url)
        self.owner = owner
        self.destination = destination
    }

    /// How long the server may send nothing before the export is given up.
    private static let silence = Duration.seconds(60)

    /// Runs the export; when it fails or the task is cancelled, `NAME.part` stays for the next time.
    ///
    /// - Parameter progress: called on a thread of its own now and then, at least at the beginning and the end.
    /// - Returns: the seal, which counts the tasks of earlier runs too.
    /// - Throws: ``AdministrationError``, with the code `interrupted` when the task was cancelled.
    public func run(
        _ progress: @escaping @Sendable (TransferProgress) -> Void
    ) async throws(AdministrationError) -> ExportSeal {
        try await BlockingSession.administer(database) { session in
            let cancellation = session.cancellation
            let output = try ExportOutput(destination, owner: owner, cancellation)
            let resumed = output.tasks
            try session.begin(.snapshot, as: .user, for: owner)
            try Self.setPosition(output.mark?.position, session)
            let total = resumed + (try session.count(Self.remaining, owner))
            func report() {
                progress(TransferProgress(phase: .exporting, done: output.tasks, resumed: resumed, total: total))
            }
            report()
            var failure: AdministrationError?
            do throws(PostgresError) {
                try unsafe session.copyOut(Self.rows, silence: Self.silence) { bytes in
                    guard !cancellation.isSet else { return false }
                    guard var row = unsafe CopyRow(bytes) else { return true }
                    do throws(AdministrationError) {
                        try output.write(TodoTask(&row, owner: owner))
                    } catch {
                        failure = error
                        return false
                    }
                    if output.tasks.isMultiple(of: 1000) { report() }
                    return true
                }
            } catch {
                try output.flush()
                throw failure ?? AdministrationError(error)
            }
            try session.commit()
            let seal = try output.finish()
            report()
            return seal
        }
    }

    private static let after = """
        user_id = $1 and (created_at, id)
            > (current_setting('todo.after_created_at')::timestamptz, current_setting('todo.after_id')::bigint)
        """
    private static let remaining = "select count(*) from tasks where \(after)"
    // COPY takes no parameters.
    private static let rows = """
        copy (
            select id, title, description, completed, created_at, updated_at, version from tasks
            where \(after.replacing("$1", with: "current_setting('todo.user_id')"))
            order by created_at, id
        ) to stdout (format binary)
        """

    private static func setPosition(
        _ position: TaskPosition?,
        _ session: borrowing BlockingSession
    ) throws(PostgresError) {
        let createdAt = position.map { position in
            unsafe String(unsafeUninitializedCapacity: Timestamp.preciseRFC3339Length) { buffer in
                position.createdAt.writePreciseRFC3339 { index, byte in unsafe buffer[index] = byte }
                return Timestamp.preciseRFC3339Length
            }
        }
        try session.query(
            """
            select pg_catalog.concat(
                pg_catalog.set_config('todo.after_created_at', $1, true), pg_catalog.set_config('todo.after_id', $2, true))
            """,
            [.text, .text],
            [.text(createdAt ?? "-infinity"), .text(String(position?.id.rawValue ?? 0))],
            timeout: .seconds(30)
        )
    }
}

extension TodoTask {
    /// The task in a row of ``TaskExport``.
    fileprivate init(_ row: inout CopyRow, owner: UserID) {
        self.init(
            id: ID(unchecked: row.int64()),
            owner: owner,
            title: TaskTitle(unchecked: row.text() ?? ""),
            description: row.text().map(TaskDescription.init(unchecked:)),
            isCompleted: row.bool(),
            createdAt: row.timestamp(),
            updatedAt: row.timestamp(),
            version: row.int64()
        )
    }
}
