public import NIOCore

/// The last line of an export, `{"export":{"tasks":2,"sha256":"…"}}`: without it, or when it does not fit, the file is not whole.
public struct ExportSeal: Sendable, Hashable {
    /// How many tasks the file has.
    public let tasks: Int
    /// SHA-256 of all lines before this one, in lowercase hexadecimal.
    public let sha256: String

    /// A seal for a file with so many tasks and this digest.
    public init(tasks: Int, sha256: String) {
        self.tasks = tasks
        self.sha256 = sha256
    }

    /// Reads the value of the member `export`; anything else than the two numbers is `nil`.
    init?(jsonSpelling bytes: UnsafeRawBufferPointer) {
        var tasks: Int?
        var sha256: String?
        _ = JSONSyntax.readMembers(of: bytes) { name, value in
            switch String(jsonSpelling: name) {
            case "tasks": tasks = Int(String(decoding: value, as: UTF8.self))
            case "sha256": sha256 = String(jsonSpelling: value)
            default: break
            }
        }
        guard let tasks, let sha256 else { return nil }
        self.init(tasks: tasks, sha256: sha256)
    }
}

extension ByteBuffer {
    /// Writes the seal as a line.
    public mutating func writeJSONLine(_ seal: ExportSeal) {
        writeStaticString("{\"export\":{\"tasks\":")
        writeDecimal(Int64(seal.tasks))
        writeStaticString(",\"sha256\":")
        writeJSON(seal.sha256)
        writeStaticString("}}\n")
    }
}
