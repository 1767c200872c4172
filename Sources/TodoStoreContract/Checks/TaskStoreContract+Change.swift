import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let changing: [Check] = [
        Check("a change sets the fields that it names and keeps the others") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture("Old", description: "Text"), owner)
            let changes: [(TodoTask.Change, TodoTask.Content)] = [
                (.init(title: TaskTitle(unchecked: "New")), .fixture("New", description: "Text")),
                (.init(completion: .set(true)), .fixture("New", description: "Text", isCompleted: true)),
                (
                    .init(description: .set(TaskDescription(unchecked: "More"))),
                    .fixture("New", description: "More", isCompleted: true)
                ),
                (.init(description: .cleared), .fixture("New", isCompleted: true)),
                (.init(completion: .toggle), .fixture("New")),
            ]
            for (index, (change, expected)) in changes.enumerated() {
                let changed = try #require(try await store.change(task.id, owner, change))
                expectNoDifference(changed.content, expected)
                #expect(changed.version == Int64(index) + 2)
                expectNoDifference(changed.createdAt, task.createdAt)
            }
        },
        Check("an empty change keeps version and times") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(description: "Text"), owner)
            let first = try await store.change(task.id, owner, TodoTask.Change())
            expectNoDifference(first, task)
            let fetched = try await store.fetch(task.id, owner)
            expectNoDifference(fetched, task)
            #expect(try await store.change(task.id, .random(), TodoTask.Change()) == nil)
        },
        Check("changes of different fields at once all stay") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture("0", description: "0"), owner)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...30 {
                    let title = TaskTitle(unchecked: "title \(number)")
                    let text = TaskDescription(unchecked: "text \(number)")
                    group.addTask { _ = try await store.change(task.id, owner, .init(title: title)) }
                    group.addTask { _ = try await store.change(task.id, owner, .init(description: .set(text))) }
                    group.addTask { _ = try await store.change(task.id, owner, .init(completion: .toggle)) }
                }
                try await group.waitForAll()
            }
            let last = try #require(try await store.fetch(task.id, owner))
            #expect(last.version == 91)
            #expect(last.title.rawValue.hasPrefix("title"))
            #expect(last.description?.rawValue.hasPrefix("text") == true)
            #expect(last.isCompleted == false)
        },
    ]

    static let preconditions: [Check] = [
        Check("a change is made to an expected version alone") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture("1"), owner)
            let first = TaskVersion(of: task)
            let change = TodoTask.Change(title: TaskTitle(unchecked: "2"))
            let second = try #require(try await store.change(task.id, owner, change, if: .init(expected: [first])))
            #expect(second.version == 2)
            let refusal = TodoError.preconditionFailed(TaskVersion(of: second))
            for precondition in refused(first: first, second: TaskVersion(of: second)) {
                await #expect(throws: refusal) {
                    _ = try await store.change(task.id, owner, change, if: precondition)
                }
                await #expect(throws: refusal) { _ = try await store.delete(task.id, owner, if: precondition) }
            }
            let untouched = try await store.fetch(task.id, owner)
            expectNoDifference(untouched, second)
            let either = TaskPrecondition(expected: [first, TaskVersion(of: second)], excluded: [first])
            #expect(try await store.change(task.id, owner, change, if: either)?.version == 3)
            #expect(try await store.delete(task.id, owner, if: .init(expected: [.init(id: task.id, number: 3)])))
        },
        Check("a task that is not there is not found, whatever is expected of it") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let precondition = TaskPrecondition(expected: [TaskVersion(id: task.id, number: 7)])
            let change = TodoTask.Change(completion: .toggle)
            #expect(try await store.change(task.id, .random(), change, if: precondition) == nil)
            #expect(try await store.delete(task.id, .random(), if: precondition) == false)
            #expect(try await store.delete(TodoTask.ID(unchecked: .max), owner, if: precondition) == false)
        },
        Check("an empty change is made to an expected version alone too") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let expected = TaskPrecondition(expected: [TaskVersion(of: task)])
            #expect(try await store.change(task.id, owner, TodoTask.Change(), if: expected) == task)
            await #expect(throws: TodoError.preconditionFailed(TaskVersion(of: task))) {
                _ = try await store.change(task.id, owner, TodoTask.Change(), if: .init(expected: []))
            }
        },
        Check("of 50 who expect one version, one succeeds and the others learn of its version") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let expected = TaskPrecondition(expected: [TaskVersion(of: task)])
            let results = await withTaskGroup(of: Result<TodoTask?, TodoError>.self) { group in
                for number in 1...50 {
                    let change = TodoTask.Change(title: TaskTitle(unchecked: "\(number)"))
                    group.addTask {
                        do throws(TodoError) {
                            return .success(try await store.change(task.id, owner, change, if: expected))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = results.compactMap { try? $0.get() }
            let refusal = TodoError.preconditionFailed(TaskVersion(id: task.id, number: 2))
            #expect(winners.map(\.version) == [2])
            #expect(results.count { $0 == .failure(refusal) } == 49)
            let last = try await store.fetch(task.id, owner)
            expectNoDifference(last, winners.first)
        },
    ]

    /// What does not allow a change of the second version.
    private static func refused(first: TaskVersion, second: TaskVersion) -> [TaskPrecondition] {
        let another = TaskVersion(id: TodoTask.ID(unchecked: second.id.rawValue + 1), number: second.number)
        return [
            TaskPrecondition(expected: [first]), TaskPrecondition(expected: []),
            TaskPrecondition(expected: [another, TaskVersion(id: second.id, number: 3)]),
            TaskPrecondition(excluded: [second]), TaskPrecondition(expected: [second], excluded: [first, second]),
        ]
    }
}
