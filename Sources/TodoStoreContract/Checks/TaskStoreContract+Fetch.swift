import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let fetching: [Check] = [
        Check("the owner fetches the task as it was inserted") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(description: "With all details"), owner)
            let fetched = try await store.fetch(task.id, owner)
            expectNoDifference(fetched, task)
        },
        Check("nobody else fetches the task") { store in
            let task = try await store.insert(.fixture(), .random())
            #expect(try await store.fetch(task.id, .random()) == nil)
        },
        Check("numbers that no task has are nil") { store in
            let owner = UserID.random()
            _ = try await store.insert(.fixture(), owner)
            #expect(try await store.fetch(TodoTask.ID(unchecked: .max), owner) == nil)
        },
        Check("the owner fetches the task as it was last changed") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let changed = try await store.replace(task.id, owner, .fixture("Changed", isCompleted: true))
            let fetched = try await store.fetch(task.id, owner)
            expectNoDifference(fetched, changed)
        },
    ]
}
