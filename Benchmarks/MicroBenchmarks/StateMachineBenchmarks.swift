import Benchmark
import NIOCore

/// The life of a request in the machines that decide what the client does: its own work and nothing around it.
func stateMachineBenchmarks() {
    Benchmark("connection: a read, its preamble and Sync: ours") { benchmark in
        var machine = ConnectionStateMachine<Int, Int>()
        expect(machine.read(1) && machine.read(2), "a read")
        for request in benchmark.scaledIterations { blackHole(machine.read(request)) }
    }
    Benchmark("connection: a write, its preamble and Sync: ours") { benchmark in
        var machine = ConnectionStateMachine<Int, Int>()
        expect(machine.write(1) && machine.write(2), "a write")
        for request in benchmark.scaledIterations { blackHole(machine.write(request)) }
    }
    Benchmark("lane: submit and answer: ours") { benchmark in
        var machine = LaneStateMachine<Int>(limits: .init(connections: 3, depth: 1, waiting: 64, idle: .seconds(60)))
        let now = machine.connectAll()
        for request in benchmark.scaledIterations {
            guard case .send(let id) = machine.submit(request) else {
                preconditionFailure("a lane does not send")
            }
            machine.answered(id, now: now)
        }
    }
    Benchmark("lane that shares: submit, gather and answer: ours") { benchmark in
        var machine = LaneStateMachine<Int>(
            limits: .init(connections: 3, depth: 1, batch: 32, waiting: 64, idle: .seconds(60))
        )
        let now = machine.connectAll()
        for request in benchmark.scaledIterations {
            guard case .gather = machine.submit(request) else {
                preconditionFailure("a lane does not gather")
            }
            machine.tickEnded()
            guard let (sent, id) = machine.next(), sent == [request] else {
                preconditionFailure("a lane does not send what it gathered")
            }
            machine.answered(id, now: now)
        }
    }
}

extension LaneStateMachine<Int> {
    /// Opens as many connections as there may be, none of which has anything to do then; returns when.
    fileprivate mutating func connectAll() -> NIODeadline {
        var ids: [Int] = []
        for request in 0..<limits.connections {
            guard case .wait(let id?) = submit(request) else { preconditionFailure("a lane does not connect") }
            ids.append(id)
        }
        let now = NIODeadline.now()
        for id in ids { expect(connected(id, now: now), "a connection") }
        var sent = 0
        while let (requests, id) = next() {
            sent += requests.count
            for _ in requests { answered(id, now: now) }
        }
        expect(sent == limits.connections, "what waited is sent")
        return now
    }
}

extension ConnectionStateMachine<Int, Int> {
    /// A read from its sending to the end of its Sync; whether it was completed.
    fileprivate mutating func read(_ request: Int) -> Bool {
        let preamble = PreambleCommand(name: 1, number: nextPreambleNumber())
        let action = send(request, .read, sync: .atTickEnd, preamble: preamble, name: 2)
        _ = tickEnded()
        if action?.preparesPreamble == true { settle() }
        settle()
        if action?.prepares == true { settle() }
        guard case .complete(request) = receive(.success) else { return false }
        _ = receive(.endOfResults)
        _ = receive(.sync)
        return true
    }

    /// A write from its sending to its commit; whether it was released then.
    fileprivate mutating func write(_ request: Int) -> Bool {
        let preamble = PreambleCommand(name: 1, number: nextPreambleNumber())
        let action = send(request, .write, sync: .atOnce, preamble: preamble, name: 3)
        if action?.preparesPreamble == true { settle() }
        settle()
        if action?.prepares == true { settle() }
        guard case .hold(request) = receive(.success) else { return false }
        _ = receive(.endOfResults)
        guard case .release(let released) = receive(.sync), released == [request] else { return false }
        return true
    }

    /// A statement succeeds that is nobody's request.
    private mutating func settle() {
        _ = receive(.success)
        _ = receive(.endOfResults)
    }
}
