/// The exit codes of the server and the admin tool, after `sysexits.h`.
public enum ExitStatus {
    /// Wrong use of the command line (`EX_USAGE`).
    public static let usage: Int32 = 64
    /// A service that is needed cannot be reached (`EX_UNAVAILABLE`).
    public static let unavailable: Int32 = 69
    /// A defect in this software (`EX_SOFTWARE`).
    public static let software: Int32 = 70
    /// A setting is missing or wrong (`EX_CONFIG`).
    public static let configuration: Int32 = 78
}
