import CustomDump
import Synchronization
import Testing
import TodoCore
import TodoStoreContract

@Suite struct InMemoryTaskStoreTests {
    private static let epoch = Timestamp(microsecondsSinceEpoch: 1_771_322_400_000_000)

    @Test(arguments: TaskStoreContract.all)
    func keepsTheContractWhileTheClockGoesOn(_ check: TaskStoreContract.Check) async throws {
        try await check.verify(.inMemory(now: Self.clock(stepInMilliseconds: 1)))
    }

    @Test(arguments: TaskStoreContract.all)
    func keepsTheContractWhileTheClockStandsStill(_ check: TaskStoreContract.Check) async throws {
        try await check.verify(.inMemory { Self.epoch })
    }

    @Test(arguments: TaskStoreContract.all)
    func keepsTheContractWhileTheClockGoesBack(_ check: TaskStoreContract.Check) async throws {
        try await check.verify(.inMemory(now: Self.clock(stepInMilliseconds: -1)))
    }

    @Test func allChecksHoldAtOnceInOneStore() async throws {
        let store = TaskStore.inMemory { Self.epoch }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for check in TaskStoreContract.all {
                group.addTask { try await check.verify(store) }
            }
            try await group.waitForAll()
        }
        #expect(Set(TaskStoreContract.all.map(\.name)).count == TaskStoreContract.all.count)
    }

    @Test func takesItsTimesFromTheClock() async throws {
        let store = TaskStore.inMemory(now: Self.clock(stepInMilliseconds: 60_000))
        let owner = UserID.random()
        let task = try await store.insert(.fixture(), owner)
        let changed = try #require(try await store.complete(task.id, owner, .toggle))
        expectNoDifference(task.createdAt, Self.epoch)
        expectNoDifference(changed.updatedAt, Self.epoch.advanced(byMilliseconds: 60_000))
    }

    @Test func storesAreSeparate() async throws {
        let owner = UserID.random()
        let first = TaskStore.inMemory { Self.epoch }
        let second = TaskStore.inMemory { Self.epoch }
        let task = try await first.insert(.fixture(), owner)
        #expect(try await second.fetch(task.id, owner) == nil)
    }

    /// A clock that begins at ``epoch`` and moves by one step whenever it is read.
    private static func clock(stepInMilliseconds step: Int64) -> @Sendable () -> Timestamp {
        let ticks = Ticks()
        return { epoch.advanced(byMilliseconds: step * ticks.next()) }
    }
}

private final class Ticks: Sendable {
    private let count = Atomic<Int64>(0)

    func next() -> Int64 {
        count.wrappingAdd(1, ordering: .relaxed).oldValue
    }
}
