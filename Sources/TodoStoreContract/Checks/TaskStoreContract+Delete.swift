import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let deleting: [Check] = [
        Check("a task is deleted once") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            #expect(try await store.delete(task.id, owner))
            #expect(try await store.delete(task.id, owner) == false)
            #expect(try await store.fetch(task.id, owner) == nil)
        },
        Check("deleting one task leaves the others") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 3, for: owner)
            #expect(try await store.delete(tasks[1].id, owner))
            let walked = try await store.walk(owner)
            expectNoDifference(walked, [tasks[0], tasks[2]].newestFirst)
        },
        Check("deleting what never was is false") { store in
            let wasThere = try await store.delete(TodoTask.ID(unchecked: .max), .random())
            #expect(!wasThere)
        },
        Check("of many who delete a task at once, one did") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let successes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...20 {
                    group.addTask { try await store.delete(task.id, owner) }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(successes == 1)
        },
    ]
}
