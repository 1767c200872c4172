public import TodoCore

/// How far an unfinished export came, by its last line.
public struct ExportMark: Sendable, Hashable {
    /// Whose tasks are exported.
    public let owner: UserID
    /// The place of the last task that was written, in the order of ``TodoTask/createdAt`` and ``TodoTask/id``.
    public let position: TaskPosition

    /// Reads the last whole line of an unfinished export.
    /// - Returns: `nil` when the line is not one that an export wrote for a task.
    public init?(line bytes: UnsafeRawBufferPointer) {
        guard case .task(let draft)? = try? TaskLine(bytes), case .value(let user) = draft.owner,
            let owner = try? UserID(user), case .value(let time) = draft.createdAt,
            let createdAt = Timestamp(rfc3339: time)
        else { return nil }
        var number: Int64?
        _ = JSONSyntax.readMembers(of: bytes) { name, value in
            if String(jsonSpelling: name) == "id" { number = Int64(String(decoding: value, as: UTF8.self)) }
        }
        guard let id = number.flatMap(TodoTask.ID.init) else { return nil }
        self.owner = owner
        position = TaskPosition(createdAt: createdAt, id: id)
    }
}
