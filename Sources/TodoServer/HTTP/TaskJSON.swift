import NIOCore
import TodoCore

extension ByteBuffer {
    /// Writes a task as the API shows it, every key present, straight into the buffer.
    mutating func writeJSON(_ task: TodoTask) {
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
            task.isCompleted ? ",\"completed\":true,\"created_at\":" : ",\"completed\":false,\"created_at\":"
        )
        writeJSON(task.createdAt)
        writeStaticString(",\"updated_at\":")
        writeJSON(task.updatedAt)
        writeStaticString("}")
    }

    /// Writes the tasks one after another, separated by commas.
    mutating func writeJSON(_ tasks: [TodoTask]) {
        for (index, task) in tasks.enumerated() {
            if index > 0 { writeInteger(UInt8(ascii: ",")) }
            writeJSON(task)
        }
    }

    private mutating func writeJSON(_ timestamp: Timestamp) {
        writeInteger(UInt8(ascii: "\""))
        writeWithUnsafeMutableBytes(minimumWritableBytes: Timestamp.rfc3339Length) { bytes in
            timestamp.writeRFC3339 { index, byte in bytes[index] = byte }
        }
        writeInteger(UInt8(ascii: "\""))
    }
}
