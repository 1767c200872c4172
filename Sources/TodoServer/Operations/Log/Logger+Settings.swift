import Logging
import TodoCore
import TodoSettings

extension LogOutput {
    /// Lines of this format that go to `descriptor`.
    convenience init(descriptor: CInt, format: ServerSettings.LogFormat) {
        self.init(descriptor: descriptor) { missing in
            LogRecord(
                time: .wallClock,
                level: .warning,
                label: Logger.label,
                message: "Lines of the log were dropped because its reader did not keep up",
                metadata: ["lines": "\(missing)"]
            ).line(format)
        }
    }
}

extension Logger {
    fileprivate static let label = "todo"

    /// The process's logger.
    init(_ settings: ServerSettings, output: LogOutput) {
        self.init(label: Self.label) { LineLogHandler(label: $0, format: settings.logFormat, output: output) }
        logLevel = Level(rawValue: settings.logLevel) ?? .info
    }
}
