import Testing
import TodoCore
import TodoTestSupport

@Suite struct UnimplementedTaskStoreTests {
    typealias Call = @Sendable (TaskStore) async throws -> Void

    static let calls: [(String, Call)] = [
        ("insert", { store in _ = try await store.insert(.fixture(), .random()) }),
        ("fetch", { store in _ = try await store.fetch(TodoTask.ID(unchecked: 1), .random()) }),
        ("list", { store in _ = try await store.list(TaskQuery(owner: .random(), limit: 1)) }),
        ("replace", { store in _ = try await store.replace(TodoTask.ID(unchecked: 1), .random(), .fixture()) }),
        ("complete", { store in _ = try await store.complete(TodoTask.ID(unchecked: 1), .random(), .toggle) }),
        ("delete", { store in _ = try await store.delete(TodoTask.ID(unchecked: 1), .random()) }),
    ]

    @Test(arguments: calls)
    func everyEndpointFailsTheTestThatCallsIt(_ name: String, _ call: Call) async {
        await withKnownIssue {
            await #expect(throws: TodoError.self) { try await call(.unimplemented) }
        } matching: { issue in
            issue.comments.contains { $0.rawValue.contains("TaskStore.\(name)") }
        }
    }
}
