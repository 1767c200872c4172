public import NIOCore
public import TodoCore

extension ByteBuffer {
    /// Writes a task as the API shows it, every key present, straight into the buffer.
    public mutating func writeJSON(_ task: TodoTask) {
        writeJSON(task, timestampLength: Timestamp.rfc3339Length) { timestamp, put in timestamp.writeRFC3339(put) }
    }

    /// Writes the tasks one after another, separated by commas.
    public mutating func writeJSON(_ tasks: [TodoTask]) {
        for index in tasks.indices {
            if index > 0 { writeInteger(UInt8(ascii: ",")) }
            writeJSON(tasks[index])
        }
    }

    /// Writes a task as a line of a file: as the API shows it, but with times to the microsecond, so that nothing is lost.
    public mutating func writeJSONLine(_ task: TodoTask) {
        writeJSON(task, timestampLength: Timestamp.preciseRFC3339Length) { $0.writePreciseRFC3339($1) }
        writeInteger(UInt8(ascii: "\n"))
    }

    /// More than the names of a task's members and what is between them take.
    private static let framework = 128

    @inline(__always)
    private mutating func writeJSON(
        _ task: TodoTask,
        timestampLength: Int,
        _ writeTimestamp: (Timestamp, (Int, UInt8) -> Void) -> Void
    ) {
        let owner = JSONText(task.owner.rawValue)
        let title = JSONText(task.title.rawValue)
        let description = task.description.map { JSONText($0.rawValue) }
        let texts = owner.count + title.count + (description?.count ?? 0)
        write(atMost: Self.framework + ByteCursor.decimalLength + texts + 2 * timestampLength) { output in
            func put(_ timestamp: Timestamp) {
                writeTimestamp(timestamp) { _, byte in output.put(byte) }
            }
            output.put("{\"id\":")
            output.put(decimal: task.id.rawValue)
            output.put(",\"user_id\":")
            owner.write(to: &output)
            output.put(",\"title\":")
            title.write(to: &output)
            output.put(",\"description\":")
            if let description { description.write(to: &output) } else { output.put("null") }
            output.put(
                task.isCompleted ? ",\"completed\":true,\"created_at\":\"" : ",\"completed\":false,\"created_at\":\""
            )
            put(task.createdAt)
            output.put("\",\"updated_at\":\"")
            put(task.updatedAt)
            output.put("\"}")
        }
    }
}
