import Testing
import TodoCore
import TodoStoreContract
import TodoTestSupport

@Suite struct IdempotencyKeyTests {
    @Test(arguments: ["a", "!", "~", String(repeating: "k", count: 255), "5f0c-A_b.c/d:e"])
    func visibleASCIIIsAKey(text: String) {
        #expect(IdempotencyKey(text)?.rawValue == text)
    }

    @Test(arguments: ["", " ", "a b", "\u{7F}", "é", "a\n", String(repeating: "k", count: 256)])
    func anythingElseIsNoKey(text: String) {
        #expect(IdempotencyKey(text) == nil)
    }

    @Test func theStoreInMemoryForgetsAKeyAfter24Hours() async throws {
        let clock = ManualClock()
        let store = TaskStore.inMemory {
            Timestamp(microsecondsSinceEpoch: clock.now.offset.components.seconds * 1_000_000)
        }
        let owner = UserID.random()
        let write = TaskWrite.insert(.fixture())
        _ = try await store.write(write, owner, .fixture("key"))
        clock.advance(by: .seconds(24 * 3600 - 1))
        #expect(try await store.write(write, owner, .fixture("key")).isReplay)
        clock.advance(by: .seconds(1))
        #expect(try await !store.write(write, owner, .fixture("key")).isReplay)
        #expect(try await store.count(owner, nil) == 2)
    }
}
