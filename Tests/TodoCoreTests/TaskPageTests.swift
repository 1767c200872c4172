import CustomDump
import Testing
import TodoCore
import TodoStoreContract

@Suite struct TaskPageTests {
    @Test(arguments: [(0, 3, false), (2, 3, false), (3, 3, false), (4, 3, true)])
    func oneMoreThanThePageHoldsTellsThatAnotherFollows(_ count: Int, _ limit: Int, _ hasNext: Bool) async throws {
        let store = TaskStore.inMemory { Timestamp(microsecondsSinceEpoch: 0) }
        let tasks = count == 0 ? [] : try await store.insert(count: count, for: .random())
        let page = TaskPage(reading: tasks, limit: limit)
        expectNoDifference(page.tasks, Array(tasks.prefix(limit)))
        expectNoDifference(page.next, hasNext ? TaskPosition(of: tasks[limit - 1]) : nil)
    }

    @Test func positionsAreOrderedByTimeThenByNumber() {
        func position(_ microseconds: Int64, _ id: Int64) -> TaskPosition {
            TaskPosition(
                createdAt: Timestamp(microsecondsSinceEpoch: microseconds),
                id: TodoTask.ID(unchecked: id)
            )
        }
        let ordered = [position(-5, 9), position(1, 2), position(1, 3), position(2, 1)]
        expectNoDifference(ordered.reversed().sorted(), ordered)
    }

    @Test(arguments: [(1, 1), (Int64.max, Int64.max), (0, nil), (-1, nil), (Int64.min, nil)] as [(Int64, Int64?)])
    func numbersArePositive(_ number: Int64, _ expected: Int64?) {
        #expect(TodoTask.ID(number)?.rawValue == expected)
    }
}
