import CLibpq

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Owns a `PGconn` and offers what this client uses of it, one method per function of libpq.
///
/// Nothing here waits: the connection is opened with `PQconnectStart` and `PQconnectPoll`, made non-blocking, and put into
/// pipeline mode (PostgreSQL manual, "Asynchronous Command Processing" and "Pipeline Mode"). libpq allows one thread at a time
/// per connection; the owner sees to that.
@safe
struct PGConnection: ~Copyable {
    private let pointer: OpaquePointer

    /// Begins to connect.
    ///
    /// Resolving a host name blocks, here and in ``poll()``, so neither belongs on an event loop. Of the keywords and values
    /// later ones win, and `dbname` may hold a whole URL. There is no connection only when there is no memory. The server's notices are
    /// dropped.
    init?(connecting parameters: [(keyword: String, value: String)]) {
        let pointer = unsafe withCStrings(parameters.map(\.keyword)) { keywords in
            unsafe withCStrings(parameters.map(\.value)) { values in
                unsafe PQconnectStartParams(keywords, values, 1)
            }
        }
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = unsafe pointer
        // libpq would write the server's notices to stderr, amid the log; the first come while it connects.
        unsafe PQsetNoticeReceiver(pointer, { _, _ in }, nil)
    }

    deinit {
        // Sends Terminate if the socket takes it and closes; on a non-blocking connection it does not wait.
        unsafe PQfinish(pointer)
    }

    // MARK: Connecting

    /// Takes the next step of connecting; the socket may be another one afterwards.
    func poll() -> PGPollingStatus { PGPollingStatus(unsafe PQconnectPoll(pointer)) }

    /// The socket's descriptor, or -1.
    var socket: Int32 { unsafe PQsocket(pointer) }

    /// The host as the URL names it, of several the one that is connected; the folder of a Unix socket.
    var host: String { unsafe PQhost(pointer).map { unsafe String(cString: $0) } ?? "" }

    /// The port of that host.
    var port: String { unsafe PQport(pointer).map { unsafe String(cString: $0) } ?? "" }

    var database: String { unsafe PQdb(pointer).map { unsafe String(cString: $0) } ?? "" }

    /// The login.
    var user: String { unsafe PQuser(pointer).map { unsafe String(cString: $0) } ?? "" }

    /// What the server, or a pooler in its name, reported at the start, such as `server_version`.
    func parameter(_ name: String) -> String? {
        unsafe PQparameterStatus(pointer, name).map { unsafe String(cString: $0) }
    }

    /// The version of TLS in use, such as `TLSv1.3`; `nil` without encryption.
    var tlsVersion: String? {
        guard unsafe PQsslInUse(pointer) == 1 else { return nil }
        return unsafe PQsslAttribute(pointer, "protocol").map { unsafe String(cString: $0) } ?? "TLS"
    }

    /// What is in force of the connection's options, wherever it is from: the URL, the environment, or libpq itself.
    func option(_ keyword: String) -> String? {
        guard let options = unsafe PQconninfo(pointer) else { return nil }
        defer { unsafe PQconninfoFree(options) }
        return unsafe PGConnectionInfo.values(options)[keyword]
    }

    /// Whether the server's errors are to bear their SQLSTATE in ``errorMessage``, which tells nothing else of it while connecting.
    func showSQLStates(_ isWanted: Bool) {
        unsafe PQsetErrorVerbosity(pointer, isWanted ? PQERRORS_VERBOSE : PQERRORS_DEFAULT)
    }

    var isBad: Bool { (unsafe PQstatus(pointer)) == CONNECTION_BAD }

    /// Whether the server asked for a password, and libpq knew none.
    var lacksPassword: Bool { (unsafe PQconnectionNeedsPassword(pointer)) == 1 }

    /// The process id that the other end gave at start; a pooler gives one of its own making.
    var backendPID: Int32 { unsafe PQbackendPID(pointer) }

    /// libpq's words on the last error; they may name hosts and are for logs only.
    var errorMessage: String { unsafe String(cString: PQerrorMessage(pointer)) }

    func setNonBlocking() -> Bool { unsafe PQsetnonblocking(pointer, 1) == 0 }

    func enterPipelineMode() -> Bool { unsafe PQenterPipelineMode(pointer) == 1 }

    // MARK: Sending

    /// Puts a Parse message into the buffer.
    func sendPrepare(name: String, sql: String, types: [PGTypeID]) -> Bool {
        let types = types.map(\.rawValue)
        return unsafe PQsendPrepare(pointer, name, sql, Int32(types.count), types) == 1
    }

    /// Puts a Bind and Execute of a prepared statement into the buffer, all in binary format.
    func sendQueryPrepared(name: String, parameters: borrowing ParameterBuffer) -> Bool {
        unsafe parameters.withPointers { count, values, lengths, formats in
            // Lends the text itself, which a conversion at the call would copy.
            unsafe name.withCString { name in
                unsafe PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1) == 1
            }
        }
    }

    /// Puts an unnamed statement into the buffer, parsed anew each time, all in binary format.
    func sendQueryParams(sql: String, types: [PGTypeID], parameters: borrowing ParameterBuffer) -> Bool {
        let types = types.map(\.rawValue)
        return unsafe parameters.withPointers { count, values, lengths, formats in
            unsafe PQsendQueryParams(pointer, sql, count, types, values, lengths, formats, 1) == 1
        }
    }

    /// Sends one or more statements without parameters; not for pipeline mode.
    func sendQuery(_ sql: String) -> Bool { unsafe PQsendQuery(pointer, sql) == 1 }

    /// Ends an implicit transaction and sends what the socket takes.
    func pipelineSync() -> Bool { unsafe PQpipelineSync(pointer) == 1 }

    func flush() -> PGFlushStatus {
        switch unsafe PQflush(pointer) {
        case 0: .done
        case 1: .pending
        default: .failed
        }
    }

    // MARK: Receiving

    /// Reads what has arrived; `false` when the connection is gone.
    ///
    /// Results are to be taken after each call: when libpq finds the connection's end, it forgets what else was pipelined.
    func consumeInput() -> Bool { unsafe PQconsumeInput(pointer) == 1 }

    /// Whether after one more ``consumeInput()`` nothing is left to read that the socket does not show.
    ///
    /// With TLS, libpq may leave a part of a decrypted record in OpenSSL's buffer. That buffer is empty after a read that began
    /// with nothing in the socket.
    var isLastRead: Bool {
        guard unsafe PQsslInUse(pointer) == 1 else { return true }
        var byte: UInt8 = 0
        return unsafe recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) <= 0
    }

    /// Whether ``nextResult()`` would wait.
    var isBusy: Bool { unsafe PQisBusy(pointer) == 1 }

    /// The next result, or `nil` at the end of a statement's results; asked for only when not busy.
    func nextResult() -> PGResult? {
        guard let result = unsafe PQgetResult(pointer) else { return nil }
        return unsafe PGResult(owning: result)
    }

    /// Takes the next row of a `COPY … TO STDOUT` that has arrived; the bytes are lent to `body`.
    func copyRow(_ body: (UnsafeRawBufferPointer) -> Void) -> PGCopyStatus {
        var row: UnsafeMutablePointer<CChar>?
        let count = unsafe PQgetCopyData(pointer, &row, 1)
        guard count > 0 else { return count == 0 ? .pending : .done }
        defer { unsafe PQfreemem(row) }
        unsafe body(UnsafeRawBufferPointer(start: row, count: Int(count)))
        return .row
    }
}

/// Calls `body` with the strings as a NULL-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    var offsets: [Int] = []
    var bytes: [CChar] = []
    for string in strings {
        offsets.append(bytes.count)
        bytes += string.utf8CString
    }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        var pointers = unsafe offsets.map { offset in unsafe buffer.baseAddress.map { unsafe $0 + offset } }
        unsafe pointers.append(nil)
        return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    }
}
