import NIOConcurrencyHelpers
import Testing

@testable import JWKSClient

@Suite(.timeLimit(.minutes(1)))
struct EventCountTests {
    @Test func whatHasHappenedIsNotWaitedFor() async {
        let event = EventCount()
        event.advance()
        await event.wait(for: 1)
        await event.wait(for: 0)
    }

    @Test func everyoneWaitsForTheirOwnNumber() async {
        let event = EventCount()
        let passed = NIOLockedValueBox<[Int]>([])
        await withTaskGroup { group in
            for number in 1...3 {
                group.addTask {
                    await event.wait(for: number)
                    passed.withLockedValue { $0.append(number) }
                }
            }
            for number in 1...3 {
                event.advance()
                await group.next()
                #expect(passed.withLockedValue(\.self) == Array(1...number))
            }
        }
    }

    @Test func nobodyWaitsAfterTheEnd() async {
        let event = EventCount()
        await withTaskGroup { group in
            for number in 1...100 { group.addTask { await event.wait(for: number) } }
            event.finish()
        }
        await event.wait(for: 1_000_000)
    }

    /// Advances, waits and cancellations in any interleaving: whoever waits comes back, once.
    @Test func nobodyIsForgotten() async {
        let event = EventCount()
        let passed = NIOLockedValueBox(0)
        await withTaskGroup { group in
            for number in 1...2000 {
                group.addTask {
                    let task = Task {
                        await event.wait(for: number % 500)
                        passed.withLockedValue { $0 += 1 }
                    }
                    if number.isMultiple(of: 3) { task.cancel() }
                    await task.value
                }
                if number.isMultiple(of: 4) { group.addTask { event.advance() } }
            }
        }
        #expect(passed.withLockedValue(\.self) == 2000)
    }
}
