import CustomDump
import Testing
import TodoCore
import TodoStoreContract

@Suite struct TaskServiceTests {
    private let owner = UserID.random("owner")
    private let service = TaskService(store: .inMemory { Timestamp(microsecondsSinceEpoch: 1_771_322_400_000_000) })

    @Test func createsAnOpenTaskWithATrimmedTitle() async throws {
        let draft = TodoTask.Draft(title: .value("  Buy milk\n"), description: .value(" two litres "))
        let task = try await service.create(draft, for: owner)
        expectNoDifference(task.content, .fixture("Buy milk", description: " two litres "))
        expectNoDifference(task.owner, owner)
        let now = try await fetched(task)
        expectNoDifference(now, task)
    }

    @Test func replacesAsAWhole() async throws {
        let task = try await service.create(draft("Old", description: "Text"), for: owner)
        let replacement = TodoTask.Replacement(title: .value("New"), completed: .value(true))
        let replaced = try await service.replace(TaskReference(task.id), with: replacement, for: owner)
        expectNoDifference(replaced.content, .fixture("New", isCompleted: true))
        #expect(replaced.version == 2)
    }

    @Test func completesByTogglingOrSetting() async throws {
        let reference = TaskReference(try await service.create(draft("Task"), for: owner).id)
        var seen: [Bool] = []
        for input in [.absent, .absent, .value(true), .value(true), .value(false)] as [FieldInput<Bool>] {
            seen.append(try await service.complete(reference, completed: input, for: owner).isCompleted)
        }
        expectNoDifference(seen, [true, false, true, true, false])
    }

    @Test func deletesOnce() async throws {
        let reference = TaskReference(try await service.create(draft("Task"), for: owner).id)
        try await service.delete(reference, for: owner)
        await #expect(throws: TodoError.taskNotFound) { try await service.delete(reference, for: owner) }
        await #expect(throws: TodoError.taskNotFound) { _ = try await service.get(reference, for: owner) }
    }

    @Test func anotherUsersTaskIsLikeOneThatDoesNotExist() async throws {
        let task = try await service.create(draft("Mine"), for: owner)
        let stranger = UserID.random("stranger")
        for reference in [TaskReference(task.id), TaskReference("123456"), TaskReference("0"), TaskReference("-5")] {
            await #expect(throws: TodoError.taskNotFound) { _ = try await service.get(reference, for: stranger) }
            await #expect(throws: TodoError.taskNotFound) { try await service.delete(reference, for: stranger) }
            await #expect(throws: TodoError.taskNotFound) { _ = try await service.complete(reference, for: stranger) }
            await #expect(throws: TodoError.taskNotFound) {
                let replacement = TodoTask.Replacement(title: .value("Theirs"), completed: .value(true))
                _ = try await service.replace(reference, with: replacement, for: stranger)
            }
        }
        let now = try await fetched(task)
        expectNoDifference(now, task)
    }

    private func draft(_ title: String, description: String? = nil) -> TodoTask.Draft {
        TodoTask.Draft(title: .value(title), description: description.map(FieldInput.value) ?? .absent)
    }

    private func fetched(_ task: TodoTask) async throws -> TodoTask {
        try await service.get(TaskReference(task.id), for: owner)
    }
}
