import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let concurrency: [Check] = [
        Check("200 toggles at once are 200 toggles") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let results = try await withThrowingTaskGroup(of: TodoTask?.self) { group in
                for _ in 1...200 {
                    group.addTask { try await store.complete(task.id, owner, .toggle) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let toggled = results.compactMap(\.self).sorted { $0.version < $1.version }
            expectNoDifference(toggled.map(\.version), Array(2...201))
            #expect(toggled.allSatisfy { $0.isCompleted == $0.version.isMultiple(of: 2) }, "every answer is one's own")
            let last = try await store.fetch(task.id, owner)
            expectNoDifference(last, toggled.last)
        },
        Check("50 tasks inserted at once are 50 tasks in one order") { store in
            let owner = UserID.random()
            let tasks = try await withThrowingTaskGroup(of: TodoTask.self) { group in
                for number in 1...50 {
                    group.addTask { try await store.insert(.fixture("Task \(number)"), owner) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(tasks.map(\.id)).count == 50)
            #expect(Set(tasks.map(\.title)).count == 50)
            let walked = try await store.walk(owner, limit: 7)
            expectNoDifference(walked, tasks.newestFirst)
        },
        Check("five users at once never meet") { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...5 {
                    group.addTask { try await workAlone(UserID.random("worker-\(number)"), in: store) }
                }
                try await group.waitForAll()
            }
        },
    ]

    /// Uses every endpoint as one user and expects to see one's own work alone.
    private static func workAlone(_ owner: UserID, in store: TaskStore) async throws {
        var kept: [TodoTask] = []
        for number in 1...20 {
            let task = try await store.insert(.fixture("\(owner) \(number)"), owner)
            let changed = try await store.complete(task.id, owner, .toggle)
            let replaced = try await store.replace(task.id, owner, .fixture("\(owner) again", description: "\(number)"))
            #expect(changed?.owner == owner)
            #expect(replaced?.owner == owner)
            let fetched = try await store.fetch(task.id, owner)
            expectNoDifference(fetched, replaced)
            if number.isMultiple(of: 4) {
                #expect(try await store.delete(task.id, owner))
            } else {
                kept.append(try #require(replaced))
            }
            let walked = try await store.walk(owner, limit: 5)
            expectNoDifference(walked, kept.newestFirst)
        }
    }
}
