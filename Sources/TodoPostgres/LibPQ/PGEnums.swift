import CLibpq

/// What a result is (`ExecStatusType`, PostgreSQL manual, section "Command Execution Functions").
///
/// Statuses that this client never asks for, and those that a newer libpq may add, are `unexpected`.
enum PGResultStatus: Sendable, Hashable {
    /// A statement without rows has finished, or a prepare has.
    case commandOK
    /// The rows of a statement.
    case tuplesOK
    /// A `COPY … TO STDOUT` has begun; its rows follow.
    case copyOut
    /// The statement failed on the server, or the connection did.
    case failed
    /// A Sync has been reached: everything before it is committed or rolled back.
    case pipelineSync
    /// The statement was skipped because an earlier one up to the same Sync failed.
    case pipelineAborted
    case unexpected(UInt32)

    init(_ status: ExecStatusType) {
        self =
            switch status {
            case PGRES_COMMAND_OK: .commandOK
            case PGRES_TUPLES_OK: .tuplesOK
            case PGRES_COPY_OUT: .copyOut
            case PGRES_FATAL_ERROR: .failed
            case PGRES_PIPELINE_SYNC: .pipelineSync
            case PGRES_PIPELINE_ABORTED: .pipelineAborted
            default: .unexpected(status.rawValue)
            }
    }
}

/// What a connection attempt needs next (`PostgresPollingStatusType`).
enum PGPollingStatus: Sendable, Hashable {
    case reading
    case writing
    case ok
    case failed

    init(_ status: PostgresPollingStatusType) {
        self =
            switch status {
            case PGRES_POLLING_READING: .reading
            case PGRES_POLLING_WRITING: .writing
            case PGRES_POLLING_OK: .ok
            default: .failed
            }
    }
}

/// What is left after a flush (`PQflush`).
enum PGFlushStatus: Sendable, Hashable {
    case done
    /// The socket took only a part; wait until it is writable or readable and flush again.
    case pending
    case failed
}

/// What reading from a `COPY … TO STDOUT` came to (`PQgetCopyData`).
enum PGCopyStatus: Sendable, Hashable {
    case row
    /// Nothing has arrived; wait until the socket is readable.
    case pending
    /// No row is left: the statement's last result follows, which says how it ended.
    case done
}

/// A type's number in `pg_type`.
struct PGTypeID: Sendable, Hashable {
    let rawValue: UInt32

    static let bool = PGTypeID(rawValue: 16)
    static let int8 = PGTypeID(rawValue: 20)
    static let int4 = PGTypeID(rawValue: 23)
    static let text = PGTypeID(rawValue: 25)
    static let varchar = PGTypeID(rawValue: 1043)
    static let timestamptz = PGTypeID(rawValue: 1184)
    static let boolArray = PGTypeID(rawValue: 1000)
    static let int8Array = PGTypeID(rawValue: 1016)
    static let textArray = PGTypeID(rawValue: 1009)
    static let timestamptzArray = PGTypeID(rawValue: 1185)

    /// Whether its values look the same in binary format as the other's, as those of `text` and `varchar` do.
    func isSent(as other: PGTypeID) -> Bool {
        self == other || Self.texts.contains(self) && Self.texts.contains(other)
    }

    private static let texts: Set = [text, varchar]
}
