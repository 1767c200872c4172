import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let completing: [Check] = [
        Check("toggling completes and opens in turn") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(description: "Untouched"), owner)
            let first = try #require(try await store.complete(task.id, owner, .toggle))
            let second = try #require(try await store.complete(task.id, owner, .toggle))
            expectNoDifference([first.isCompleted, second.isCompleted], [true, false])
            expectNoDifference([first.version, second.version], [2, 3])
            expectNoDifference(second.content, task.content)
            expectNoDifference(second.createdAt, task.createdAt)
        },
        Check("setting completion may be repeated") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            var seen: [Bool] = []
            for isCompleted in [true, true, false, false] {
                seen.append(try #require(try await store.complete(task.id, owner, .set(isCompleted))).isCompleted)
            }
            expectNoDifference(seen, [true, true, false, false])
            let last = try #require(try await store.fetch(task.id, owner))
            #expect(last.version == 5)
        },
        Check("completing what is not there is nil") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            _ = try await store.delete(task.id, owner)
            #expect(try await store.complete(task.id, owner, .toggle) == nil)
            #expect(try await store.complete(task.id, owner, .set(true)) == nil)
            #expect(try await store.complete(TodoTask.ID(unchecked: .max), owner, .toggle) == nil)
        },
    ]
}
