import CLibpq

/// Owns a `PGresult`: cleared once, when the value goes.
///
/// The cells are read in binary format; whoever reads one has checked the column's type before.
@safe
struct PGResult: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes ownership of a result that libpq handed out.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe PQclear(pointer)
    }

    var status: PGResultStatus { PGResultStatus(unsafe PQresultStatus(pointer)) }

    var rowCount: Int { Int(unsafe PQntuples(pointer)) }

    /// The number of rows in the server's command tag, or `nil` when it has none.
    var reportedRowCount: Int? {
        unsafe PQcmdTuples(pointer).flatMap { unsafe Int(String(cString: $0)) }
    }

    var columnCount: Int { Int(unsafe PQnfields(pointer)) }

    func columnType(_ column: Int) -> PGTypeID {
        PGTypeID(rawValue: unsafe PQftype(pointer, Int32(column)))
    }

    /// The five characters of the error's SQLSTATE, or `nil` when libpq itself reports the error.
    var sqlState: SQLState? { errorField(.sqlState).map(SQLState.init(rawValue:)) }

    /// The server's primary message; it may quote data and is for logs only.
    var errorMessage: String {
        errorField(.primaryMessage) ?? (unsafe String(cString: PQresultErrorMessage(pointer)))
    }

    var constraintName: String? { errorField(.constraintName) }

    /// The function of the server's that reports the error.
    var sourceFunction: String? { errorField(.sourceFunction) }

    /// The fields of an error by the letters that `postgres_ext.h` defines as macros, which Swift does not import.
    private enum ErrorField: UnicodeScalar {
        case sqlState = "C"
        case primaryMessage = "M"
        case constraintName = "n"
        case sourceFunction = "R"
    }

    private func errorField(_ field: ErrorField) -> String? {
        unsafe PQresultErrorField(pointer, Int32(field.rawValue.value)).map { unsafe String(cString: $0) }
    }

    func isNull(row: Int, column: Int) -> Bool {
        unsafe PQgetisnull(pointer, Int32(row), Int32(column)) == 1
    }

    func text(row: Int, column: Int) -> String {
        unsafe String(decoding: bytes(row: row, column: column), as: UTF8.self)
    }

    func int64(row: Int, column: Int) -> Int64 {
        let bytes = unsafe bytes(row: row, column: column)
        guard bytes.count == 8 else { return 0 }
        return Int64(bigEndian: unsafe bytes.loadUnaligned(as: Int64.self))
    }

    func bool(row: Int, column: Int) -> Bool {
        let bytes = unsafe bytes(row: row, column: column)
        return unsafe bytes.first == 1
    }

    /// A cell's bytes, valid only while the result is.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer {
        let start = unsafe PQgetvalue(pointer, Int32(row), Int32(column))
        let count = Int(unsafe PQgetlength(pointer, Int32(row), Int32(column)))
        return unsafe UnsafeRawBufferPointer(start: start, count: count)
    }
}
