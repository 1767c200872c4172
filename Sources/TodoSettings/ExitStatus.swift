/// The exit codes of the server and the admin tool, after `sysexits.h`.
public enum ExitStatus {
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
