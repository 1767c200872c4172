import Testing
import TodoCore

/// What the store throws comes out as it is.
@Suite struct TaskServiceErrorTests {
    private let owner = UserID(unchecked: "alice")
    private let reference = TaskReference("1")

    static let errors: [TodoError] = [
        .unknownUser(), .unavailable(), .outcomeUnknown(), .cancelled, .internal(), .idempotencyKeyReused,
        .stillRunning,
    ]

    @Test(arguments: errors)
    func createThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.write = { _, _, _ async throws(TodoError) in throw error } }
        await #expect(throws: error) {
            _ = try await service.create(TodoTask.Draft(title: .value("Task")), for: owner)
        }
    }

    @Test(arguments: errors)
    func getThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.fetch = { _, _ async throws(TodoError) in throw error } }
        await #expect(throws: error) {
            _ = try await service.get(reference, for: owner)
        }
    }

    @Test(arguments: errors)
    func listThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.list = { _ async throws(TodoError) in throw error } }
        await #expect(throws: error) {
            for try await page in service.list(for: owner) {
                Issue.record("a page came: \(page)")
            }
        }
    }

    @Test(arguments: errors)
    func pageThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.list = { _ async throws(TodoError) in throw error } }
        await #expect(throws: error) { _ = try await service.page(TaskQuery(owner: owner, limit: 1)) }
    }

    @Test(arguments: errors)
    func countThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.count = { _, _ async throws(TodoError) in throw error } }
        await #expect(throws: error) { _ = try await service.count(for: owner) }
    }

    @Test(arguments: errors)
    func replaceThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.write = { _, _, _ async throws(TodoError) in throw error } }
        await #expect(throws: error) {
            let replacement = TodoTask.Replacement(title: .value("Task"), completed: .value(true))
            _ = try await service.replace(reference, with: replacement, for: owner)
        }
    }

    @Test(arguments: errors)
    func completeThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.write = { _, _, _ async throws(TodoError) in throw error } }
        await #expect(throws: error) {
            _ = try await service.complete(reference, for: owner)
        }
    }

    @Test(arguments: errors)
    func deleteThrowsWhatTheStoreThrows(_ error: TodoError) async {
        let service = service { $0.write = { _, _, _ async throws(TodoError) in throw error } }
        await #expect(throws: error) {
            try await service.delete(reference, for: owner)
        }
    }

    private func service(_ override: (inout TaskStore) -> Void) -> TaskService {
        var store = TaskStore.unimplemented
        override(&store)
        return TaskService(store: store)
    }
}
