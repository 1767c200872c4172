import Logging
import NIOCore
import TodoCore
import TodoJSON

extension LogRecord {
    /// An object; metadata are one of their own in it, so that they cannot hide other keys.
    var jsonLine: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeStaticString("{\"time\":")
        buffer.writeJSON(time.description)
        buffer.writeStaticString(",\"level\":")
        buffer.writeJSON(level.rawValue)
        buffer.writeStaticString(",\"logger\":")
        buffer.writeJSON(label)
        buffer.writeStaticString(",\"message\":")
        buffer.writeJSON(message)
        if !metadata.isEmpty {
            buffer.writeStaticString(",\"metadata\":")
            Self.write(.dictionary(metadata), to: &buffer)
        }
        buffer.writeStaticString("}\n")
        return buffer
    }

    private static func write(_ value: Logger.MetadataValue, to buffer: inout ByteBuffer) {
        switch value {
        case .string(let text): buffer.writeJSON(text)
        case .stringConvertible(let value): buffer.writeJSON(value.description)
        case .array(let values):
            buffer.writeStaticString("[")
            for (index, value) in values.enumerated() {
                if index > 0 { buffer.writeStaticString(",") }
                write(value, to: &buffer)
            }
            buffer.writeStaticString("]")
        case .dictionary(let values):
            buffer.writeStaticString("{")
            for (index, entry) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { buffer.writeStaticString(",") }
                buffer.writeJSON(entry.key)
                buffer.writeStaticString(":")
                write(entry.value, to: &buffer)
            }
            buffer.writeStaticString("}")
        }
    }
}
