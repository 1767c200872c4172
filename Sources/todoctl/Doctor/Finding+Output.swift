import TodoJSON
import TodoPostgres
import TodoSettings

extension Finding {
    /// The lines for people, in a column of `width` for names: mark, name, what was found, and below it what to do.
    func text(width: Int) -> String {
        let margin = String(repeating: " ", count: width + 4)
        let name = check + String(repeating: " ", count: max(0, width - check.count))
        let lines = sentence.split(separator: "\n").map(String.init) + remedyLines
        return "\(mark) \(name)  " + lines.map(DisplayText.visible).joined(separator: "\n" + margin)
    }

    private var remedyLines: [String] {
        remedy.map { $0.split(separator: "\n").map { "to do: \($0)" } } ?? []
    }

    private var mark: String {
        switch status {
        case .ok: Style.good.text("✔")
        case .warning: Style.pending.text("!")
        case .fault: Style.bad.text("✘")
        case .notApplicable, .skipped: "–"
        }
    }

    var json: JSONValue {
        var fault: Fault?
        if case .fault(let kind) = status { fault = kind }
        return [
            "check": .string(check), "status": .string(statusName), "fault": JSONValue(fault?.rawValue),
            "finding": .string(sentence), "remedy": JSONValue(remedy),
        ]
    }

    var statusName: String {
        switch status {
        case .ok: "ok"
        case .warning: "warning"
        case .fault: "fault"
        case .notApplicable: "not_applicable"
        case .skipped: "skipped"
        }
    }

    /// How a command ends that this fault stops.
    var exitStatus: Int32 {
        guard case .fault(let kind) = status else { return 0 }
        return switch kind {
        case .configuration: ExitStatus.configuration
        case .unreachable: ExitStatus.unavailable
        case .pending: ExitStatus.pending
        case .drift: ExitStatus.drift
        case .unfit: 1
        }
    }
}
