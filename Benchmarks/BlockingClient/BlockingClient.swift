import CLibpq
import Foundation
import Synchronization

/// Reads a ``Plan`` from standard input and prints one line of JSON: what it did and how long it took, or what came back.
@main
enum BlockingClient {
    static func main() throws {
        let plan = try JSONDecoder().decode(Plan.self, from: FileHandle.standardInput.readToEnd() ?? Data())
        let output = JSONEncoder()
        output.outputFormatting = .sortedKeys
        let line = try plan.answers.map { try output.encode(answers($0, plan)) } ?? output.encode(measure(plan))
        print(String(decoding: line, as: UTF8.self))
    }

    /// A request and the rows that came back, as text.
    private struct Answer: Encodable {
        let user: String
        let task: String
        let rows: [[String?]]
    }

    private static func answers(_ count: Int, _ plan: Plan) throws -> [Answer] {
        let session = try Session(plan)
        var generator = SplitMix64(seed: plan.seed)
        return try (0..<count).map { _ in
            let subject = Subject(of: plan, using: &generator)
            var rows: [[String?]] = []
            try session.perform(subject, isText: true) { result in
                rows = (0..<PQntuples(result)).map { row in
                    (0..<PQnfields(result)).map { column in
                        PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
                    }
                }
            }
            return Answer(user: subject.user, task: subject.task, rows: rows)
        }
    }

    /// What was done, and the latencies in milliseconds.
    private struct Measurement: Encodable {
        let requests: Int
        let seconds: Double
        let errors: Int
        let p50: Double
        let p99: Double
    }

    private struct Tally {
        var latencies: [Duration] = []
        var errors = 0
        var duration = Duration.zero
    }

    /// Begins to count when every session is ready.
    private static func measure(_ plan: Plan) -> Measurement {
        let tally = Mutex(Tally())
        let (ready, start, end) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchGroup())
        // Queues and not Foundation's threads, of which one ended with "double free or corruption" after its work was done.
        for number in 0..<plan.sessions {
            DispatchQueue(label: "session \(number)").async(group: end) {
                let part = work(plan, number, ready, start)
                tally.withLock { tally in
                    tally.latencies += part.latencies
                    tally.errors += part.errors
                    tally.duration = max(tally.duration, part.duration)
                }
            }
        }
        for _ in 0..<plan.sessions { ready.wait() }
        for _ in 0..<plan.sessions { start.signal() }
        end.wait()
        let total = tally.withLock { $0 }
        let latencies = total.latencies.sorted()
        func percentile(_ percent: Int) -> Double {
            guard !latencies.isEmpty else { return 0 }
            return latencies[min(latencies.count - 1, latencies.count * percent / 100)] / .milliseconds(1)
        }
        return Measurement(
            requests: latencies.count,
            seconds: total.duration / .seconds(1),
            errors: total.errors,
            p50: percentile(50),
            p99: percentile(99)
        )
    }

    /// What one session does; it stops at its first error.
    private static func work(
        _ plan: Plan,
        _ number: Int,
        _ ready: DispatchSemaphore,
        _ start: DispatchSemaphore
    ) -> Tally {
        var tally = Tally()
        var isReady = false
        do {
            let session = try Session(plan)
            var generator = SplitMix64(seed: plan.seed &* 1024 &+ UInt64(number))
            ready.signal()
            isReady = true
            start.wait()
            let clock = ContinuousClock()
            let began = clock.now
            var now = began
            while now - began < .seconds(plan.seconds) {
                var rows: Int32 = 0
                try session.perform(Subject(of: plan, using: &generator)) { rows = PQntuples($0) }
                if rows == 0 { tally.errors += 1 }
                let after = clock.now
                tally.latencies.append(after - now)
                now = after
            }
            tally.duration = now - began
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            tally.errors += 1
            if !isReady {
                ready.signal()
                start.wait()
            }
        }
        return tally
    }
}
