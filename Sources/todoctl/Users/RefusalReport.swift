import OrderedCollections
import Synchronization
import TodoCore
import TodoJSON
import TodoPostgres

/// Reports the bad lines of a file as they are found, and stops at a limit; all are counted.
final class RefusalReport: Sendable {
    private struct State {
        var count = 0
        var reported: [RefusedLine] = []
    }

    private let state = Mutex(State())
    private let limit: Int
    private let display: ProgressDisplay

    init(limit: Int, _ display: ProgressDisplay) {
        self.limit = limit
        self.display = display
    }

    func add(_ line: RefusedLine) {
        let isReported = state.withLock { state in
            state.count += 1
            guard state.reported.count < limit else { return false }
            state.reported.append(line)
            return true
        }
        if isReported { display.note("line \(line.number): \(line.faults.messages.values.joined(separator: "; "))") }
    }

    var summary: String {
        let (count, reported) = state.withLock { ($0.count, $0.reported.count) }
        let rest = count > reported ? ", \(count - reported) of which are not shown" : ""
        return "\(count) line\(count == 1 ? " was" : "s were") refused\(rest)"
    }

    /// The lines that were reported.
    var json: [JSONValue] {
        state.withLock(\.reported).map { line in
            [
                "line": .integer(line.number),
                "details": .object(line.faults.messages.mapValues(JSONValue.string)),
            ]
        }
    }
}
