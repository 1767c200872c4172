import CustomDump
import Synchronization
import Testing
import TodoCore
import TodoStoreContract

@Suite struct TaskPagesTests {
    private let owner = UserID.random()
    private let store = TaskStore.inMemory { Timestamp(microsecondsSinceEpoch: 0) }

    @Test(arguments: [
        (0, [0]), (1, [1]), (255, [255]), (256, [256]), (257, [256, 1]), (1280, [256, 1024]), (1281, [256, 1024, 1]),
        (3000, [256, 1024, 1024, 696]),
    ])
    func pagesAreSmallFirstAndLargerLater(_ count: Int, _ sizes: [Int]) async throws {
        let tasks = count == 0 ? [] : try await store.insert(count: count, for: owner)
        var pages: [TaskPage] = []
        for try await page in TaskService(store: store).list(for: owner) {
            pages.append(page)
        }
        expectNoDifference(pages.map(\.count), sizes)
        expectNoDifference(Array(pages.joined()), tasks.newestFirst)
    }

    @Test func theStoreIsAskedOnlyWhenAPageIs() async throws {
        _ = try await store.insert(count: 300, for: owner)
        let queries = Recorder<TaskQuery>()
        var recording = TaskStore.unimplemented
        recording.list = { [store] query async throws(TodoError) in
            queries.append(query)
            return try await store.list(query)
        }
        var iterator = TaskService(store: recording).list(for: owner).makeAsyncIterator()
        #expect(queries.values.isEmpty)

        let first = try #require(try await iterator.next())
        let position = try #require(first.last.map(TaskPosition.init(of:)))
        expectNoDifference(queries.values, [TaskQuery(owner: owner, limit: 256)])
        expectNoDifference(first.next, position)

        let last = try #require(try await iterator.next())
        expectNoDifference(queries.values.last, TaskQuery(owner: owner, after: position, limit: 1024))
        expectNoDifference(last.next, nil)

        #expect(try await iterator.next() == nil)
        #expect(queries.values.count == 2)
    }

    /// As a store makes them when texts are long.
    @Test(arguments: [(1, [256, 16]), (8, [256, 16]), (9, [256, 18]), (200, [256, 400]), (255, [256, 510])])
    func afterAShortPageLittleMoreThanItHadIsAskedFor(_ length: Int, _ limits: [Int]) async throws {
        let tasks = try await store.insert(count: length * limits.count, for: owner)
        let queries = Recorder<TaskQuery>()
        var short = TaskStore.unimplemented
        short.list = { [store] query async throws(TodoError) in
            queries.append(query)
            var query = query
            query.limit = length
            return try await store.list(query)
        }
        var seen: [TodoTask] = []
        for try await page in TaskService(store: short).list(for: owner) { seen += page }
        expectNoDifference(seen, tasks.newestFirst)
        expectNoDifference(queries.values.map(\.limit), limits)
    }

    @Test(arguments: [nil, true, false])
    func theFilterIsHandedOn(_ isCompleted: Bool?) async throws {
        let queries = Recorder<TaskQuery>()
        var store = TaskStore.unimplemented
        store.list = { query async throws(TodoError) in
            queries.append(query)
            return TaskPage(tasks: [], next: nil)
        }
        for try await page in TaskService(store: store).list(isCompleted: isCompleted, for: owner) {
            expectNoDifference(page, TaskPage(tasks: [], next: nil))
        }
        expectNoDifference(queries.values, [TaskQuery(owner: owner, isCompleted: isCompleted, limit: 256)])
    }

    @Test func anErrorEndsTheIteration() async throws {
        let calls = Recorder<TaskQuery>()
        var store = TaskStore.unimplemented
        store.list = { query async throws(TodoError) in
            calls.append(query)
            throw .unavailable()
        }
        var iterator = TaskService(store: store).list(for: owner).makeAsyncIterator()
        await #expect(throws: TodoError.unavailable()) { _ = try await iterator.next() }
        #expect(try await iterator.next() == nil)
        #expect(calls.values.count == 1)
    }

    @Test func everyIterationBeginsAnew() async throws {
        let tasks = try await store.insert(count: 2, for: owner)
        let pages = TaskService(store: store).list(for: owner)
        for _ in 1...2 {
            var seen: [TodoTask] = []
            for try await page in pages { seen += page }
            expectNoDifference(seen, tasks.newestFirst)
        }
    }
}

private final class Recorder<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])

    var values: [Value] { storage.withLock { $0 } }

    func append(_ value: Value) {
        storage.withLock { $0.append(value) }
    }
}
