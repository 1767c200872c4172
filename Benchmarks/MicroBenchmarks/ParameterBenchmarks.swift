import Benchmark
import TodoCore

/// A statement's parameters laid out for libpq, which copies them into the pipeline.
func parameterBenchmarks() {
    let task = sampleTasks[1]
    let fetch: [PostgresValue] = [.int8(task.id.rawValue), .text(task.owner.rawValue)]
    let insert: [PostgresValue] = [
        .text(task.owner.rawValue), .text(task.title.rawValue),
        task.description.map { PostgresValue.text($0.rawValue) } ?? .null, .bool(false),
    ]
    for (name, values) in [("get", fetch), ("create", insert)] {
        Benchmark("parameters to \(name): ours") { benchmark in
            var buffer = ParameterBuffer()
            buffer.fill(values)
            let lengths = buffer.withPointers { count, _, lengths, _ in
                Array(UnsafeBufferPointer(start: lengths, count: Int(count)))
            }
            expect(lengths == values.map(\.length), "a parameter's length")
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations {
                buffer.fill(values)
                blackHole(buffer.withPointers { _, values, _, _ in values })
            }
            benchmark.stopMeasurement()
        }
    }
}

extension PostgresValue {
    /// In bytes.
    fileprivate var length: Int32 {
        switch self {
        case .text(let text): Int32(text.utf8.count)
        case .int8: 8
        case .bool: 1
        default: 0
        }
    }
}
