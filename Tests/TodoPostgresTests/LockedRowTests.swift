import NIOCore
import Testing

@testable import TodoPostgres

/// A lane for requests that wait for locks; its requests are numbers, whose hundreds are the number of the row that they lock.
@Suite struct LockedRowTests {
    let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test func ofThoseThatLockOneRowOneIsUnderWayAtATime() {
        var machine = LaneStateMachine<Int>(
            limits: .init(connections: 3, depth: 1, waiting: 10, idle: .seconds(240)),
            lock: { RowLock(row: Int64($0 / 100)) }
        )
        for request in 1...3 { _ = machine.submit(request) }
        for id in 1...3 { #expect(machine.connected(id, now: start) == true) }
        while let (_, id) = machine.next() { machine.answered(id, now: start) }

        #expect(machine.submit(101) == .send(on: 1))
        #expect(machine.submit(102) == .wait(connect: nil))
        #expect(machine.submit(103) == .wait(connect: nil))
        #expect(machine.submit(201) == .send(on: 2))
        #expect(machine.submit(4) == .send(on: 3))
        #expect(machine.submit(5) == .wait(connect: nil))
        #expect(machine.nextDescription() == nil)
        machine.answered(2, now: start)
        #expect(machine.nextDescription() == "5 on 2")
        machine.answered(2, now: start)
        #expect(machine.nextDescription() == nil)
        machine.answered(1, now: start)
        #expect(machine.nextDescription() == "102 on 1")
        // What was lost with its connection holds nobody back.
        _ = machine.connectionLost(1)
        #expect(machine.nextDescription() == "103 on 2")
        #expect(machine.resubmit(102) == .wait(connect: nil))
        machine.answered(2, now: start)
        #expect(machine.nextDescription() == "102 on 2")
        // Nor what is answered by a connection that was silent for too long.
        #expect(machine.submit(104) == .wait(connect: nil))
        _ = machine.retire(2)
        machine.answered(3, now: start)
        #expect(machine.nextDescription() == nil)
        machine.answered(2, now: start)
        #expect(machine.nextDescription() == "104 on 3")
    }

    /// It is told at once that its key is claimed.
    @Test func whoHasTheKeyOfWhatIsUnderWayIsNotHeldBack() {
        var machine = LaneStateMachine<Int>(
            limits: .init(connections: 3, depth: 1, waiting: 10, idle: .seconds(240)),
            lock: { RowLock(row: 1, key: $0 == 0 ? nil : "\($0 / 10)") }
        )
        for request in 1...3 { _ = machine.submit(request * 10) }
        for id in 1...3 { #expect(machine.connected(id, now: start) == true) }
        #expect(machine.nextDescription() == "10 on 1")
        #expect(machine.nextDescription() == nil)
        #expect(machine.submit(11) == .send(on: 2))
        machine.answered(2, now: start)
        #expect(machine.nextDescription() == nil)
        #expect(machine.submit(0) == .wait(connect: nil))
        machine.answered(1, now: start)
        #expect(machine.nextDescription() == "20 on 1")
        #expect(machine.nextDescription() == nil)
    }
}
