import Testing
import TodoCore
import TodoStoreContract

@Suite struct UnimplementedTaskStoreTests {
    typealias Call = @Sendable (TaskStore) async throws -> Void

    static let calls: [(String, Call)] = [
        ("fetch", { store in _ = try await store.fetch(TodoTask.ID(unchecked: 1), .random()) }),
        ("list", { store in _ = try await store.list(TaskQuery(owner: .random(), limit: 1)) }),
        ("count", { store in _ = try await store.count(.random(), nil) }),
        ("write", { store in _ = try await store.write(.insert(.fixture()), .random(), nil) }),
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
