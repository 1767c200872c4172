/// The exit codes of the server and the admin tool, from 64 on after `sysexits.h`.
public enum ExitStatus {
    /// Migrations are pending, for whoever asks with `--exit-code` or `doctor`.
    public static let pending: Int32 = 3
    /// The schema is not what the migrations make, or the records of the migrations do not fit this build.
    public static let drift: Int32 = 4
    /// Wrong use of the command line (`EX_USAGE`).
    public static let usage: Int32 = 64
    /// The data that were given are not what they should be (`EX_DATAERR`).
    public static let dataError: Int32 = 65
    /// A service that is needed cannot be reached (`EX_UNAVAILABLE`).
    public static let unavailable: Int32 = 69
    /// A defect in this software (`EX_SOFTWARE`).
    public static let software: Int32 = 70
    /// A setting is missing or wrong (`EX_CONFIG`).
    public static let configuration: Int32 = 78
    /// Interrupted by a signal, as shells count SIGINT.
    public static let interrupted: Int32 = 130
}
