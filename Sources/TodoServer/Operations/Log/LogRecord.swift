import Logging
import NIOCore
import TodoCore
import TodoSettings

/// One event of the log, with all that is known about it.
struct LogRecord {
    let time: Timestamp
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: Logger.Metadata

    /// The record as a line, its end included.
    func line(_ format: ServerSettings.LogFormat) -> ByteBuffer {
        switch format {
        case .text: textLine
        case .json: jsonLine
        }
    }
}
