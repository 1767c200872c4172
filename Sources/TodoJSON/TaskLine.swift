public import TodoCore

/// One line of a file of tasks (JSON Lines).
public enum TaskLine: Sendable, Hashable {
    /// Nothing but white space.
    case blank
    /// A task, unvalidated.
    case task(TodoTask.ImportDraft)
    /// What an export ends with: how many tasks there are, and the digest of everything before.
    case seal(ExportSeal)

    /// The most bytes that a line may have: more than the server takes in a request, unless it is told to take more.
    public static let maximumLength = 64 * 1024 * 1024

    /// Reads a line; unknown members are ignored.
    ///
    /// - Throws: ``FieldFault`` when it is not a JSON object in UTF-8.
    public init(_ bytes: UnsafeRawBufferPointer) throws(FieldFault) {
        guard bytes.contains(where: { !Self.isWhiteSpace($0) }) else {
            self = .blank
            return
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw FieldFault("The line is not UTF-8") }
        var draft = TodoTask.ImportDraft()
        var seal: ExportSeal?
        var isObject = false
        var isReadable = true
        let isValid = JSONSyntax.readMembers(of: bytes) { name, value in
            isObject = true
            guard let name = String(jsonSpelling: name) else {
                isReadable = false
                return
            }
            switch name {
            case "user_id": draft.owner = FieldInput(jsonSpelling: value, &isReadable)
            case "title": draft.title = FieldInput(jsonSpelling: value, &isReadable)
            case "description": draft.description = FieldInput(jsonSpelling: value, &isReadable)
            case "completed": draft.completed = FieldInput(jsonSpelling: value)
            case "created_at": draft.createdAt = FieldInput(jsonSpelling: value, &isReadable)
            case "updated_at": draft.updatedAt = FieldInput(jsonSpelling: value, &isReadable)
            case "export": seal = ExportSeal(jsonSpelling: value)
            default: break
            }
        }
        guard isValid, isReadable else { throw FieldFault("The line is not valid JSON") }
        guard isObject || bytes.first(where: { !Self.isWhiteSpace($0) }) == UInt8(ascii: "{") else {
            throw FieldFault("The line must be a JSON object")
        }
        self = seal.map(TaskLine.seal) ?? .task(draft)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
