public import NIOCore
public import TodoCore

extension ByteBuffer {
    /// Writes a task as the API shows it, every key present, straight into the buffer.
    public mutating func writeJSON(_ task: TodoTask) {
        writeJSON(task, timestampLength: Timestamp.rfc3339Length) { timestamp, put in timestamp.writeRFC3339(put) }
    }

    /// Writes the tasks one after another, separated by commas.
    public mutating func writeJSON(_ tasks: [TodoTask]) {
        for (index, task) in tasks.enumerated() {
            if index > 0 { writeInteger(UInt8(ascii: ",")) }
            writeJSON(task)
        }
    }

    /// Writes a task as a line of a file: as the API shows it, but with times to the microsecond, so that nothing is lost.
    public mutating func writeJSONLine(_ task: TodoTask) {
        writeJSON(task, timestampLength: Timestamp.preciseRFC3339Length) { $0.writePreciseRFC3339($1) }
        writeInteger(UInt8(ascii: "\n"))
    }

    @inline(__always)
    private mutating func writeJSON(
        _ task: TodoTask,
        timestampLength: Int,
        _ writeTimestamp: (Timestamp, (Int, UInt8) -> Void) -> Void
    ) {
        writeStaticString("{\"id\":")
        writeDecimal(task.id.rawValue)
        writeStaticString(",\"user_id\":")
        writeJSON(task.owner.rawValue)
        writeStaticString(",\"title\":")
        writeJSON(task.title.rawValue)
        writeStaticString(",\"description\":")
        if let description = task.description {
            writeJSON(description.rawValue)
        } else {
            writeStaticString("null")
        }
        writeStaticString(
            task.isCompleted ? ",\"completed\":true,\"created_at\":\"" : ",\"completed\":false,\"created_at\":\""
        )
        writeWithUnsafeMutableBytes(minimumWritableBytes: timestampLength) { bytes in
            writeTimestamp(task.createdAt) { index, byte in bytes[index] = byte }
            return timestampLength
        }
        writeStaticString("\",\"updated_at\":\"")
        writeWithUnsafeMutableBytes(minimumWritableBytes: timestampLength) { bytes in
            writeTimestamp(task.updatedAt) { index, byte in bytes[index] = byte }
            return timestampLength
        }
        writeStaticString("\"}")
    }
}
