/// A server error code (PostgreSQL manual, appendix "PostgreSQL Error Codes").
public struct SQLState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }

    /// The first two characters, which name the family.
    var errorClass: Substring { rawValue.prefix(2) }

    static let undefinedTable = SQLState(rawValue: "42P01")
    static let undefinedColumn = SQLState(rawValue: "42703")
    static let featureNotSupported = SQLState(rawValue: "0A000")
    static let undefinedPreparedStatement = SQLState(rawValue: "26000")
    static let duplicatePreparedStatement = SQLState(rawValue: "42P05")
    static let invalidParameterValue = SQLState(rawValue: "22023")
    static let readOnlyTransaction = SQLState(rawValue: "25006")
    static let serializationFailure = SQLState(rawValue: "40001")
    static let queryCanceled = SQLState(rawValue: "57014")
    static let deadlockDetected = SQLState(rawValue: "40P01")
    static let lockNotAvailable = SQLState(rawValue: "55P03")
    static let foreignKeyViolation = SQLState(rawValue: "23503")
    static let invalidCatalogName = SQLState(rawValue: "3D000")
    static let tooManyConnections = SQLState(rawValue: "53300")
    static let protocolViolation = SQLState(rawValue: "08P01")
    static let uniqueViolation = SQLState(rawValue: "23505")
    static let insufficientPrivilege = SQLState(rawValue: "42501")

    /// Whether the server ends the session with this error: connection exceptions, shutdown, crash, dropped database,
    /// idle timeouts.
    var endsSession: Bool {
        errorClass == "08" || (errorClass == "57" && rawValue.hasPrefix("57P")) || rawValue == "25P03"
    }

    /// Whether the server cannot serve the statement now, whatever it is.
    var isServerUnavailable: Bool {
        // Connection exception, insufficient resources, operator intervention (except a cancelled query), system error,
        // internal error.
        ["08", "53", "57", "58", "XX"].contains(errorClass) && self != .queryCanceled
    }
}
