import Logging
import NIOCore
import TodoCore
import TodoJSON
import TodoSettings

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes each log record to standard error as one line of JSON.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = line(event, at: .wallClock)
        // One write keeps lines of different threads apart.
        line.withUnsafeReadableBytes { bytes in _ = systemWrite(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }

    /// The record as a line, its end included; metadata are an object of their own, so that they cannot hide other keys.
    func line(_ event: LogEvent, at time: Timestamp) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeStaticString("{\"time\":")
        buffer.writeJSON(time.description)
        buffer.writeStaticString(",\"level\":")
        buffer.writeJSON(event.level.rawValue)
        buffer.writeStaticString(",\"logger\":")
        buffer.writeJSON(label)
        buffer.writeStaticString(",\"message\":")
        buffer.writeJSON(event.message.description)
        var metadata = metadata
        if let provided = metadataProvider?.get() { metadata.merge(provided) { $1 } }
        if let given = event.metadata { metadata.merge(given) { $1 } }
        if let error = event.error { metadata["error"] = "\(error)" }
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

/// The system call, which the methods of the same name above would hide.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
