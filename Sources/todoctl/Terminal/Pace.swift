import TodoPostgres

/// Progress with the time that it took: how fast, how much longer.
struct Pace {
    let progress: TransferProgress
    /// Tasks for each second of this run.
    let rate: Int
    /// What is left at this rate; `nil` when nobody knows.
    let remaining: Duration?

    init(_ progress: TransferProgress, after elapsed: Duration) {
        self.progress = progress
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let rate = seconds > 0 ? Double(progress.done - progress.resumed) / seconds : 0
        self.rate = Int(rate)
        remaining = progress.total.flatMap { total in
            rate > 0 ? .seconds(Int((Double(total - progress.done) / rate).rounded(.up))) : nil
        }
    }

    /// A line for a log.
    var sentence: String {
        var text = "\(progress.phase.rawValue): \(count) tasks"
        if let percent { text += " (\(percent) %)" }
        text += ", \(rate)/s"
        if let remaining { text += ", \(remaining.components.seconds) s left" }
        return text
    }

    /// A line of at most `width` columns for a terminal.
    func bar(width: Int) -> String {
        let head = "\(progress.phase.rawValue) "
        var tail = " \(count)  \(rate)/s"
        if let remaining {
            let (minutes, seconds) = (remaining.components.seconds / 60, remaining.components.seconds % 60)
            tail += "  ETA \(minutes):\(seconds < 10 ? "0" : "")\(seconds)"
        }
        // The last column stays free: some terminals wrap when it is written to.
        let room = width - 1 - head.count - tail.count - 2
        guard let percent, room >= 4 else { return String((head + tail).prefix(max(0, width - 1))) }
        let filled = min(room, room * percent / 100)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled)
        return "\(head)[\(bar)]\(tail)"
    }

    private var count: String { progress.total.map { "\(progress.done) of \($0)" } ?? "\(progress.done)" }

    private var percent: Int? {
        progress.total.map { $0 == 0 ? 100 : min(100, progress.done * 100 / $0) }
    }
}
