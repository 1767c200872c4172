import Benchmark
import Foundation
import NIOCore
import TodoCore
import TodoJSON

/// A task as JSON, beside Foundation's encoder, whose time stamps have whole seconds.
func jsonBenchmarks() {
    for count in [1, 100] {
        let tasks = Array(sampleTasks.prefix(count))
        let page = TaskPage(tasks: tasks, next: nil)
        func write(to buffer: inout ByteBuffer) {
            if count == 1 { buffer.writeJSON(tasks[0]) } else { buffer.writeJSON(page) }
        }
        let references = tasks.map(FoundationTask.init)
        let subject = count == 1 ? "task to JSON" : "\(count) tasks to JSON"

        Benchmark("\(subject): ours") { benchmark in
            for _ in benchmark.scaledIterations {
                var buffer = ByteBuffer()
                write(to: &buffer)
                blackHole(buffer)
            }
        } setup: {
            var buffer = ByteBuffer(string: "[")
            write(to: &buffer)
            buffer.writeString("]")
            expect(plain(Data(buffer.readableBytesView)) == plain(try encoder().encode(references)), subject)
        }
        Benchmark("\(subject): JSONEncoder") { benchmark in
            let encoder = encoder()
            for _ in benchmark.scaledIterations { blackHole(try encoder.encode(references)) }
        }
    }
}

private func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    return encoder
}

/// JSON with what the two may differ in left out: milliseconds, and a member that is null.
private func plain(_ json: Data) -> NSArray? {
    let tasks = try? JSONSerialization.jsonObject(with: json) as? [[String: Any]]
    return tasks.map { tasks in
        tasks.map { task in
            task.filter { !($0.value is NSNull) }.mapValues { value in
                (value as? String).map { $0.replacing(/\.\d{3}Z$/, with: "Z") } ?? value
            }
        } as NSArray
    }
}
