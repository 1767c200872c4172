/// The exit codes of the server and the admin tool, from 64 on after `sysexits.h`.
package enum ExitStatus {
    /// Migrations are pending, for whoever asks with `--exit-code` or `doctor`.
    package static let pending: Int32 = 3
    /// The schema is not what the migrations make, or the records of the migrations do not fit this build.
    package static let drift: Int32 = 4
    /// Wrong use of the command line (`EX_USAGE`).
    package static let usage: Int32 = 64
    /// The data that were given are not what they should be (`EX_DATAERR`).
    package static let dataError: Int32 = 65
    /// A service that is needed cannot be reached (`EX_UNAVAILABLE`).
    package static let unavailable: Int32 = 69
    /// A defect in this software (`EX_SOFTWARE`).
    package static let software: Int32 = 70
    /// A setting is missing or wrong (`EX_CONFIG`).
    package static let configuration: Int32 = 78
    /// Interrupted by a signal, as shells count SIGINT.
    package static let interrupted: Int32 = 130
}
