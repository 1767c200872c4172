import Synchronization
import TodoPostgres

/// Shows on standard error how far a transfer is: a bar on a terminal, a line every few seconds elsewhere.
final class ProgressDisplay: Sendable {
    private struct State {
        var phase: TransferProgress.Phase?
        var began = ContinuousClock.now
        var shown: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let isQuiet: Bool
    private let terminal: Terminal?

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        terminal = Terminal.error
    }

    /// Shows the progress, unless it was shown a moment ago.
    func show(_ progress: TransferProgress) {
        guard !isQuiet else { return }
        let now = ContinuousClock.now
        let interval: Duration = terminal == nil ? .seconds(5) : .milliseconds(100)
        let elapsed: Duration? = state.withLock { state in
            if state.phase != progress.phase { state = State(phase: progress.phase, began: now) }
            // A plain line right at the beginning would tell nothing.
            let last = state.shown ?? (terminal == nil ? state.began : nil)
            let isDone = progress.done == progress.total && terminal != nil
            guard isDone || last.map({ now - $0 >= interval }) ?? true else { return nil }
            state.shown = now
            return now - state.began
        }
        guard let elapsed else { return }
        let pace = Pace(progress, after: elapsed)
        if let terminal {
            Console.redraw(pace.bar(width: terminal.width))
        } else {
            Console.note(pace.sentence)
        }
    }

    /// Writes a note without leaving a piece of the bar beside it.
    func note(_ text: String) {
        clear()
        Console.note(text)
    }

    /// Takes the bar away.
    func clear() {
        if terminal != nil, !isQuiet { Console.redraw("") }
    }
}
