/// The version of the server and the admin tool.
public enum Version {
    public static let current = "0.1.0"
}
