import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let listing: [Check] = [
        Check("a user without tasks has an empty list that ends at once") { store in
            let page = try await store.list(TaskQuery(owner: .random(), limit: 10))
            expectNoDifference(page, TaskPage(tasks: [], next: nil))
        },
        Check("a list is newest first in a total order") { store in
            let owner = UserID.random()
            let inserted = try await store.insert(count: 25, for: owner)
            let page = try await store.list(TaskQuery(owner: owner, limit: 100))
            expectNoDifference(page, TaskPage(tasks: inserted.newestFirst, next: nil))
        },
        Check("a list filters by completion") { store in
            let owner = UserID.random()
            var tasks = try await store.insert(count: 9, for: owner)
            for index in [0, 3, 4, 8] {
                tasks[index] = try #require(try await store.complete(tasks[index].id, owner, .toggle))
            }
            for isCompleted in [true, false] {
                let page = try await store.list(TaskQuery(owner: owner, isCompleted: isCompleted, limit: 100))
                let expected = tasks.newestFirst.filter { $0.isCompleted == isCompleted }
                expectNoDifference(page, TaskPage(tasks: expected, next: nil))
            }
        },
        Check("changes do not move a task in the list") { store in
            let owner = UserID.random()
            let ids = try await store.insert(count: 6, for: owner).newestFirst.map(\.id)
            for id in [ids[5], ids[2]] {
                _ = try await store.replace(id, owner, .fixture("Changed"))
                _ = try await store.complete(id, owner, .toggle)
            }
            let page = try await store.list(TaskQuery(owner: owner, limit: 100))
            expectNoDifference(page.map(\.id), ids)
        },
        Check("a list shows the tasks as they were last changed") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let changed = try #require(try await store.replace(task.id, owner, .fixture("Changed", description: "New")))
            let page = try await store.list(TaskQuery(owner: owner, limit: 100))
            expectNoDifference(Array(page), [changed])
        },
        Check("a list does not show what was deleted") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 3, for: owner)
            _ = try await store.delete(tasks[1].id, owner)
            let page = try await store.list(TaskQuery(owner: owner, limit: 100))
            expectNoDifference(Array(page), [tasks[0], tasks[2]].newestFirst)
        },
    ]

    static let counting: [Check] = [
        Check("a count tells how many tasks a list has in all") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 7, for: owner)
            _ = try await store.complete(tasks[2].id, owner, .toggle)
            _ = try await store.delete(tasks[5].id, owner)
            var counts: [Int] = []
            for filter in [nil, true, false] { counts.append(try await store.count(owner, filter)) }
            expectNoDifference(counts, [6, 1, 5])
            #expect(try await store.count(.random(), nil) == 0)
        }
    ]
}
