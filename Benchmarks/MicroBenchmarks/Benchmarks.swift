import Benchmark

/// What each is compared with stands behind the colon; `ours` comes first.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = Benchmark.Configuration(
        // Allocations could be counted only by taking malloc's place; the export needs the throughput.
        metrics: [.wallClock, .throughput],
        warmupIterations: 1,
        // One for all: whoever reads the export is not told which it is.
        scalingFactor: .kilo,
        maxDuration: .milliseconds(400)
    )
    jsonBenchmarks()
    timestampBenchmarks()
    tokenBenchmarks()
    headBenchmarks()
    bodyBenchmarks()
    rowBenchmarks()
    stateMachineBenchmarks()
    parameterBenchmarks()
}

/// Correctness first: ends the run when a result is not what it should be.
func expect(_ isRight: Bool, _ what: String, line: Int = #line) {
    precondition(isRight, "\(what) is wrong (line \(line))")
}
