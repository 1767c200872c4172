import OrderedCollections
import Testing
import TodoCore

/// What is refused never reaches the store: every endpoint of this one fails the test that calls it.
@Suite struct TaskServiceRefusalTests {
    private let owner = UserID(unchecked: "alice")
    private let service = TaskService(store: .unimplemented)

    private static let id = "Task id must be an integer"
    private static let title = "Title is required and must be between 1 and 200 characters"
    private static let completed = "Completed is required and must be true or false"

    @Test func aDraftWithFaultsIsRefused() async {
        await #expect(throws: refused(["title": Self.title, "description": "Description must be a string or null"])) {
            _ = try await service.create(TodoTask.Draft(description: .mistyped), for: owner)
        }
    }

    @Test func numberAndContentAreRefusedTogether() async {
        await #expect(throws: refused(["id": Self.id, "title": Self.title, "completed": Self.completed])) {
            _ = try await service.replace(TaskReference("abc"), with: TodoTask.Replacement(), for: owner)
        }
    }

    @Test func numberAndCompletionAreRefusedTogether() async {
        await #expect(throws: refused(["id": Self.id, "completed": "Completed must be true or false"])) {
            _ = try await service.complete(TaskReference("1.5"), completed: .null, for: owner)
        }
    }

    @Test(arguments: [.null, .mistyped] as [FieldInput<Bool>])
    func completionThatIsNoBooleanIsRefused(_ input: FieldInput<Bool>) async {
        await #expect(throws: refused(["completed": "Completed must be true or false"])) {
            _ = try await service.complete(TaskReference("1"), completed: input, for: owner)
        }
    }

    @Test func faultsOfTheContentComeBeforeANumberThatNoTaskHas() async {
        await #expect(throws: refused(["completed": Self.completed])) {
            let replacement = TodoTask.Replacement(title: .value("Task"))
            _ = try await service.replace(TaskReference("0"), with: replacement, for: owner)
        }
    }

    @Test func aNumberThatIsNoneIsRefused() async {
        await #expect(throws: refused(["id": Self.id])) { _ = try await service.get(TaskReference("x"), for: owner) }
        await #expect(throws: refused(["id": Self.id])) { try await service.delete(TaskReference(""), for: owner) }
    }

    @Test(arguments: ["0", "-1", "99999999999999999999"])
    func aNumberThatNoTaskHasIsNotLookedUp(_ text: String) async {
        let reference = TaskReference(text)
        await #expect(throws: TodoError.taskNotFound) { _ = try await service.get(reference, for: owner) }
        await #expect(throws: TodoError.taskNotFound) { try await service.delete(reference, for: owner) }
        await #expect(throws: TodoError.taskNotFound) { _ = try await service.complete(reference, for: owner) }
    }

    private func refused(_ details: OrderedDictionary<String, String>) -> TodoError {
        .validation(details)
    }
}
