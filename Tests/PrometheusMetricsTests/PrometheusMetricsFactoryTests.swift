import CoreMetrics
import PrometheusMetrics
import Testing

@Suite struct PrometheusMetricsFactoryTests {
    @Test func aCounterIsToldWithItsHelpAndType() {
        let factory = PrometheusMetricsFactory(["requests_total": .init("Requests\nby \"route\" \\ status.")])
        factory.makeCounter(label: "requests_total", dimensions: [("route", "/a"), ("status", "200")]).increment(by: 3)
        factory.makeCounter(label: "requests_total", dimensions: [("route", "/a"), ("status", "200")]).increment(by: 4)
        factory.makeCounter(label: "requests_total", dimensions: [("route", "/a"), ("status", "404")]).increment(by: 1)
        #expect(
            factory.text == #"""
                # HELP requests_total Requests\nby "route" \\ status.
                # TYPE requests_total counter
                requests_total{route="/a",status="200"} 7
                requests_total{route="/a",status="404"} 1

                """#
        )
    }

    @Test func aGaugeHasTheValueThatWasSetLast() {
        let factory = PrometheusMetricsFactory()
        let meter = factory.makeMeter(label: "level", dimensions: [])
        meter.set(Int64(7))
        meter.set(2.5)
        meter.increment(by: 1)
        meter.decrement(by: 3)
        #expect(factory.text == "# TYPE level gauge\nlevel 0.5\n")
    }

    @Test func whatSomebodyElseCountsIsACounter() {
        let factory = PrometheusMetricsFactory()
        factory.makeMeter(label: "lost_total", dimensions: []).set(Int64(7))
        factory.makeMeter(label: "lost_total", dimensions: []).set(Int64(8))
        #expect(factory.text == "# TYPE lost_total counter\nlost_total 8\n")
    }

    @Test(arguments: [(Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1e21, "1e+21"), (-3, "-3")])
    func numbersAreWrittenAsPrometheusReadsThem(value: Double, text: String) {
        let factory = PrometheusMetricsFactory()
        factory.makeMeter(label: "level", dimensions: []).set(value)
        #expect(factory.text == "# TYPE level gauge\nlevel \(text)\n")
    }

    @Test func aTimerIsAHistogramInSeconds() {
        let factory = PrometheusMetricsFactory(["time_seconds": .init("Time.", buckets: [0.001, 1])])
        let timer = factory.makeTimer(label: "time_seconds", dimensions: [("kind", "x")])
        for nanoseconds: Int64 in [1_000_000, 1_000_001, 3_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        #expect(
            factory.text == """
                # HELP time_seconds Time.
                # TYPE time_seconds histogram
                time_seconds_bucket{kind="x",le="0.001"} 1
                time_seconds_bucket{kind="x",le="1"} 2
                time_seconds_bucket{kind="x",le="+Inf"} 3
                time_seconds_sum{kind="x"} 3.002000001
                time_seconds_count{kind="x"} 3

                """
        )
    }

    @Test func labelsCannotBreakOutOfTheirQuotationMarks() {
        let factory = PrometheusMetricsFactory()
        factory.makeCounter(label: "c", dimensions: [("l", "a\"} 1\n\\")]).increment(by: 1)
        #expect(factory.text == "# TYPE c counter\nc{l=\"a\\\"} 1\\n\\\\\"} 1\n")
    }

    @Test func whatIsDestroyedIsNotToldAnyMore() {
        let factory = PrometheusMetricsFactory()
        let counter = factory.makeCounter(label: "c", dimensions: [])
        counter.increment(by: 1)
        factory.destroyCounter(counter)
        #expect(factory.text.isEmpty)
    }

    @Test func countsOfManyThreadsAddUp() async {
        let factory = PrometheusMetricsFactory()
        let counter = factory.makeCounter(label: "c", dimensions: [])
        let meter = factory.makeMeter(label: "m", dimensions: [])
        let recorder = factory.makeRecorder(label: "r", dimensions: [], aggregate: true)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for number: Int64 in 0..<1000 {
                        counter.increment(by: 1)
                        meter.increment(by: 2)
                        meter.decrement(by: 1)
                        recorder.record(number % 2)
                    }
                }
            }
        }
        let text = factory.text
        #expect(text.contains("\nc 8000\n"))
        #expect(text.contains("\nm 8000\n"))
        #expect(text.contains("\nr_bucket{le=\"0.0005\"} 4000\n"))
        #expect(text.contains("\nr_bucket{le=\"+Inf\"} 8000\n"))
        #expect(text.contains("\nr_sum 4000\nr_count 8000\n"))
    }
}
