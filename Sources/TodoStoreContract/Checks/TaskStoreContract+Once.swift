import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let once: [Check] = [
        Check("a write under a key is made once and answered alike again") { store in
            let owner = UserID.random()
            let receipt = try await store.write(.insert(.fixture(description: "Text")), owner, .fixture("insert"))
            let task = try #require(receipt.task)
            #expect(!receipt.isReplay)
            let again = try await store.write(.insert(.fixture(description: "Text")), owner, .fixture("insert"))
            expectNoDifference(again, TaskReceipt(task, isReplay: true))

            let write = TaskWrite.change(task.id, .init(description: .cleared, completion: .toggle))
            let changed = try await store.write(write, owner, .fixture("change"))
            #expect(changed.task?.version == 2)
            _ = try await store.complete(task.id, owner, .toggle)
            let repeated = try await store.write(write, owner, .fixture("change"))
            expectNoDifference(repeated, TaskReceipt(changed.task, isReplay: true))

            let deleted = try await store.write(.delete(task.id), owner, .fixture("delete"))
            expectNoDifference(deleted, TaskReceipt(nil))
            let gone = try await store.write(.delete(task.id), owner, .fixture("delete"))
            expectNoDifference(gone, TaskReceipt(nil, isReplay: true))
            let late = try await store.write(write, owner, .fixture("change"))
            expectNoDifference(late, repeated)
            #expect(try await store.count(owner, nil) == 0)
        },
        Check("an empty change under a key is answered alike again") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let write = TaskWrite.change(task.id, TodoTask.Change())
            let first = try await store.write(write, owner, .fixture("nothing"))
            expectNoDifference(first, TaskReceipt(task))
            _ = try await store.complete(task.id, owner, .toggle)
            let again = try await store.write(write, owner, .fixture("nothing"))
            expectNoDifference(again, TaskReceipt(task, isReplay: true))
        },
        Check("another request under a key is refused and changes nothing") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner, once: .fixture("key"))
            let other = IdempotentRequest.fixture("key", fingerprint: "another request")
            await #expect(throws: TodoError.idempotencyKeyReused) {
                _ = try await store.write(.insert(.fixture()), owner, other)
            }
            await #expect(throws: TodoError.idempotencyKeyReused) {
                _ = try await store.write(.delete(task.id), owner, other)
            }
            #expect(try await store.count(owner, nil) == 1)
        },
        Check("a key is its user's own") { store in
            let users = [UserID.random("first"), UserID.random("second")]
            for user in users {
                let receipt = try await store.write(.insert(.fixture()), user, .fixture("key"))
                #expect(!receipt.isReplay)
                expectNoDifference(receipt.task?.owner, user)
                #expect(try await store.count(user, nil) == 1)
            }
        },
        Check("what is refused is not kept, so that it may be tried again under its key") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture(), owner)
            let request = IdempotentRequest.fixture("key")
            let second = TaskPrecondition(expected: [TaskVersion(id: task.id, number: 2)])
            let change = TodoTask.Change(title: TaskTitle(unchecked: "New"))
            await #expect(throws: TodoError.taskNotFound) {
                _ = try await store.write(.delete(TodoTask.ID(unchecked: .max)), owner, request)
            }
            await #expect(throws: TodoError.preconditionFailed(TaskVersion(of: task))) {
                _ = try await store.write(.change(task.id, change, if: second), owner, request)
            }
            _ = try await store.complete(task.id, owner, .toggle)
            let made = try await store.write(.change(task.id, change, if: second), owner, request)
            #expect(made.task?.version == 3)
            // By now the condition is not met; the answer comes all the same.
            let again = try await store.write(.change(task.id, change, if: second), owner, request)
            expectNoDifference(again, TaskReceipt(made.task, isReplay: true))
        },
        Check("of 50 repetitions at once one is made, and each is answered with it or told to wait") { store in
            let owner = UserID.random()
            let task = try await store.insert(.fixture("Toggled"), owner)
            let writes: [(String, TaskWrite)] = [
                ("insert", .insert(.fixture("New"))), ("toggle", .change(task.id, .init(completion: .toggle))),
                ("delete", .delete(task.id)),
            ]
            for (key, write) in writes {
                let results = await attempts(50, write, owner, .fixture(key), store)
                let receipts = results.compactMap { try? $0.get() }
                #expect(receipts.count { !$0.isReplay } == 1, "\(key) was made")
                #expect(Set(receipts.map(\.task)).count == 1, "\(key) has one answer")
                #expect(results.count { $0 == .failure(.stillRunning) } + receipts.count == 50, "\(results)")
                let settled = try await store.write(write, owner, .fixture(key))
                expectNoDifference(settled, TaskReceipt(receipts.first?.task, isReplay: true))
            }
            #expect(try await store.count(owner, nil) == 1)
        },
    ]

    private static func attempts(
        _ count: Int,
        _ write: TaskWrite,
        _ owner: UserID,
        _ request: IdempotentRequest,
        _ store: TaskStore
    ) async -> [Result<TaskReceipt, TodoError>] {
        await withTaskGroup(of: Result<TaskReceipt, TodoError>.self) { group in
            for _ in 1...count {
                group.addTask {
                    do throws(TodoError) {
                        return .success(try await store.write(write, owner, request))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
