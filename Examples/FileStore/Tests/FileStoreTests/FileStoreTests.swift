import FileStore
import Foundation
import Testing
import TodoCore
import TodoStoreContract

@Suite struct FileStoreTests {
    private static let now = Timestamp(microsecondsSinceEpoch: 1_771_322_400_000_000)

    @Test(arguments: TaskStoreContract.all)
    func keepsTheContract(_ check: TaskStoreContract.Check) async throws {
        try await withFile { url in
            try await check.verify(.file(at: url) { Self.now })
        }
    }

    @Test func tasksAndAnswersAreThereAfterARestart() async throws {
        try await withFile { url in
            let alice = UserID(unchecked: "alice")
            let key = try #require(IdempotencyKey("add-1"))
            let request = IdempotentRequest(key: key, fingerprint: "add")
            let command = TaskCommand.create(.init(title: .value("Buy milk"), description: .value("Two bottles")))

            let before = TaskService(store: try .file(at: url) { Self.now })
            let task = try await before.perform(command, once: request, for: alice).task
            let after = TaskService(store: try .file(at: url) { Self.now })

            #expect(try await Array(after.page(TaskQuery(owner: alice, limit: 10))) == [task])
            #expect(try await after.perform(command, once: request, for: alice) == TaskReceipt(task, isReplay: true))
        }
    }

    @Test func aFileThatCannotBeWrittenLosesNothing() async throws {
        try await withFile { url in
            let alice = UserID(unchecked: "alice")
            let service = TaskService(store: try .file(at: url.appending(path: "no/such/folder")) { Self.now })
            let error = await #expect(throws: TodoError.self) {
                _ = try await service.create(.init(title: .value("Buy milk")), for: alice)
            }
            #expect(error?.code == .unavailable)
            #expect(try await service.count(for: alice) == 0)
        }
    }

    private func withFile(_ body: (URL) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(url)
    }
}
