import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let replacing: [Check] = [
        Check("replacing sets every field") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture("Old", description: "Old text"), owner)
            let content = TodoTask.Content.fixture("New", description: "New text", isCompleted: true)
            let replaced = try #require(try await store.replace(task.id, owner, content))
            expectNoDifference(replaced.content, content)
            expectNoDifference(replaced.id, task.id)
            expectNoDifference(replaced.owner, owner)
        },
        Check("replacing without a description clears it") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(description: "Old text"), owner)
            let replaced = try #require(try await store.replace(task.id, owner, .fixture()))
            #expect(replaced.description == nil)
        },
        Check("replacing adds one to the version and leaves the time of creation") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let replaced = try #require(try await store.replace(task.id, owner, .fixture("New")))
            #expect(replaced.version == 2)
            expectNoDifference(replaced.createdAt, task.createdAt)
        },
        Check("every change moves the time of update by at least a millisecond, even when nothing differs") { store in
            let owner = UserID.random()
            var last = try await store.insert(.fixture(), owner)
            for number in 1...20 {
                let changed =
                    number % 2 == 0
                    ? try await store.replace(last.id, owner, last.content)
                    : try await store.complete(last.id, owner, .set(last.isCompleted))
                let next = try #require(changed)
                #expect(next.updatedAt >= last.updatedAt.advanced(byMilliseconds: 1))
                expectNoDifference(next.version, last.version + 1)
                expectNoDifference(next.content, last.content)
                last = next
            }
        },
        Check("replacing what is not there is nil") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            _ = try await store.delete(task.id, owner)
            #expect(try await store.replace(task.id, owner, .fixture("New")) == nil)
            #expect(try await store.replace(TodoTask.ID(unchecked: .max), owner, .fixture("New")) == nil)
        },
    ]
}
