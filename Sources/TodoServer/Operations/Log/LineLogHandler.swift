import Logging
import TodoCore
import TodoSettings

/// Writes each record of the log as one line.
struct LineLogHandler: LogHandler {
    let label: String
    let format: ServerSettings.LogFormat
    let output: LogOutput
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, format: ServerSettings.LogFormat, output: LogOutput) {
        self.label = label
        self.format = format
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        // What is said of the event itself goes before what holds for many.
        var metadata = event.metadata ?? [:]
        if let provided = metadataProvider?.get() { metadata.merge(provided) { given, _ in given } }
        metadata.merge(self.metadata) { given, _ in given }
        if let error = event.error { metadata["error"] = "\(error)" }
        let record = LogRecord(
            time: .wallClock,
            level: event.level,
            label: label,
            message: event.message.description,
            metadata: metadata
        )
        output.write(record.line(format))
    }
}
