import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let inserting: [Check] = [
        Check("a new task has version 1 and two equal times") { store in
            let task = try await store.insert(.fixture(), .random())
            #expect(task.version == 1)
            #expect(task.id.rawValue > 0)
            expectNoDifference(task.updatedAt, task.createdAt)
        },
        Check("a new task has the given content and owner") { store in
            let owner = UserID.random()
            let content = TodoTask.Content.fixture("Buy milk", description: "Two litres", isCompleted: true)
            let task = try await store.insert(content, owner)
            expectNoDifference(task.content, content)
            expectNoDifference(task.owner, owner)
        },
        Check("numbers increase") { store in
            let owner = UserID.random()
            let ids = try await store.insert(count: 10, for: owner).map(\.id)
            expectNoDifference(ids, ids.sorted())
            #expect(Set(ids).count == ids.count)
        },
        Check("numbers of deleted tasks are not used again") { store in
            let owner = UserID.random()
            let first = try await store.insert(.fixture(), owner)
            #expect(try await store.delete(first.id, owner))
            let second = try await store.insert(.fixture(), owner)
            #expect(second.id > first.id)
        },
    ]
}
