import OrderedCollections
import Testing
import TodoCore

@Suite struct TaskReferenceTests {
    private static let notAnInteger = TodoError.validation(["id": "Task id must be an integer"])

    @Test(
        arguments: [
            ("1", 1), ("42", 42), ("007", 7), (String(repeating: "0", count: 100) + "1", 1),
            ("9223372036854775807", .max),
        ] as [(String, Int64)]
    )
    func aDecimalNumberNamesATask(_ text: String, _ id: Int64) async throws {
        #expect(try await idAsked(for: TaskReference(text)) == id)
        #expect(TaskReference(text) == TaskReference(TodoTask.ID(unchecked: id)))
    }

    @Test(arguments: [
        "0", "-0", "000", "-1", "-007", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
        String(repeating: "9", count: 100), "-" + String(repeating: "9", count: 100),
    ])
    func aNumberThatNoTaskCanHaveIsNotFound(_ text: String) async {
        await #expect(throws: TodoError.taskNotFound) { try await idAsked(for: TaskReference(text)) }
    }

    @Test(arguments: [
        "", "-", "--1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "1_000", "abc", "1a", "a1", "\u{661}", "\u{FF11}",
        "1\u{301}", "1\0", "%31", "null", "1\n", "\u{2212}1",
    ])
    func textThatIsNoIntegerIsRefused(_ text: String) async {
        await #expect(throws: Self.notAnInteger) { try await idAsked(for: TaskReference(text)) }
    }

    @Test func substringsAreReadAlike() async throws {
        #expect(try await idAsked(for: TaskReference("/api/tasks/12".dropFirst(11))) == 12)
    }

    /// The number with which the service asks the store; a store that is not asked fails the test if it is.
    private func idAsked(for reference: TaskReference) async throws -> Int64 {
        var store = TaskStore.unimplemented
        store.fetch = { id, owner async throws(TodoError) in
            TodoTask(
                id: id,
                owner: owner,
                title: TaskTitle(unchecked: "x"),
                description: nil,
                isCompleted: false,
                createdAt: Timestamp(microsecondsSinceEpoch: 0),
                updatedAt: Timestamp(microsecondsSinceEpoch: 0),
                version: 1
            )
        }
        return try await TaskService(store: store).get(reference, for: UserID(unchecked: "alice")).id.rawValue
    }
}
