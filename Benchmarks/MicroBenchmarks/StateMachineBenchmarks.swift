import Benchmark
import NIOCore

/// The life of a request in the machines that decide what the client does: its own work and nothing around it.
func stateMachineBenchmarks() {
    Benchmark("connection: a read, its preamble and Sync: ours") { benchmark in
        var machine = ConnectionStateMachine<Int>()
        expect(machine.read(1) && machine.read(2), "a read")
        for request in benchmark.scaledIterations { blackHole(machine.read(request)) }
    }
    Benchmark("connection: a write, its preamble and Sync: ours") { benchmark in
        var machine = ConnectionStateMachine<Int>()
        expect(machine.write(1) && machine.write(2), "a write")
        for request in benchmark.scaledIterations { blackHole(machine.write(request)) }
    }
    Benchmark("lane of 14 connections: submit and answer: ours") { benchmark in
        var machine = LaneStateMachine<Int>(
            limits: .init(connections: 14, depth: 1, waiting: 64, idle: .seconds(60))
        )
        var connections: [Int] = []
        for request in 0..<14 {
            guard case .wait(let id?) = machine.submit(request) else {
                preconditionFailure("a lane does not connect")
            }
            connections.append(id)
        }
        let now = NIODeadline.now()
        for id in connections {
            expect(machine.connected(id, now: now), "a connection")
            expect(machine.next() != nil, "a request that waited")
        }
        for id in connections { machine.answered(id, now: now) }
        for request in benchmark.scaledIterations {
            guard case .send(let id) = machine.submit(request) else {
                preconditionFailure("a lane does not send")
            }
            machine.answered(id, now: now)
        }
    }
}

extension ConnectionStateMachine<Int> {
    /// A read from its sending to the end of its Sync; whether it was completed.
    fileprivate mutating func read(_ request: Int) -> Bool {
        let preamble = PreambleCommand(name: "todo_identify", number: nextPreambleNumber())
        let action = send(request, .read, sync: .atTickEnd, preamble: preamble, name: "todo_fetch")
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
        let preamble = PreambleCommand(name: "todo_identify", number: nextPreambleNumber())
        let action = send(request, .write, sync: .atOnce, preamble: preamble, name: "todo_insert")
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
