import Benchmark
import Foundation
import NIOCore
import TodoCore

/// RFC 3339 with milliseconds, written and read, beside Foundation's style.
func timestampBenchmarks() {
    let timestamp = sampleTasks[7].createdAt
    let date = timestamp.date
    let text = timestamp.description
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    Benchmark("write a timestamp: ours") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(timestamp.description) }
    } setup: {
        // To within the millisecond that floating point may round to.
        let written = try style.parse(text)
        expect(abs(written.timeIntervalSince(date)) < 0.0011, "a written timestamp")
    }
    Benchmark("write a timestamp: ISO8601FormatStyle") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(style.format(date)) }
    }
    Benchmark("read a timestamp: ours") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(Timestamp(rfc3339: text)) }
    } setup: {
        let milliseconds = timestamp.microsecondsSinceEpoch / 1000
        expect(Timestamp(rfc3339: text)?.microsecondsSinceEpoch == milliseconds * 1000, "a timestamp that was read")
    }
    Benchmark("read a timestamp: ISO8601FormatStyle") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try style.parse(text)) }
    }
}
