import CustomDump
import OrderedCollections
import Testing
import TodoCore

@Suite struct ImportDraftTests {
    private let alice = UserID(unchecked: "alice")

    private var sound: TodoTask.ImportDraft {
        var draft = TodoTask.ImportDraft()
        draft.owner = .value("alice")
        draft.title = .value("  Buy milk ")
        draft.completed = .value(true)
        draft.createdAt = .value("1970-01-01T00:00:00.000001Z")
        draft.updatedAt = .value("1970-01-01T00:00:01Z")
        return draft
    }

    @Test func completionAndTimesAreKept() {
        var faults = FieldFaults()
        expectNoDifference(
            sound.validated(for: alice, &faults),
            TodoTask.Imported(
                content: .init(title: TaskTitle(unchecked: "Buy milk"), description: nil, isCompleted: true),
                createdAt: Timestamp(microsecondsSinceEpoch: 1),
                updatedAt: Timestamp(microsecondsSinceEpoch: 1_000_000)
            )
        )
        #expect(faults == FieldFaults())
    }

    @Test func everyFaultIsReportedWithTheRulesOwnSentences() {
        var draft = TodoTask.ImportDraft()
        draft.owner = .mistyped
        draft.description = .value("\0")
        draft.completed = .null
        draft.updatedAt = .value("soon")
        var faults = FieldFaults()
        #expect(draft.validated(for: alice, &faults) == nil)
        expectNoDifference(
            faults.messages,
            [
                "user_id": "User id must be a string",
                "title": "Title is required and must be between 1 and 200 characters",
                "description": "Description must not contain the character U+0000",
                "completed": "Completed is required and must be true or false",
                "created_at": "Created at is required and must be a time such as 2026-02-17T10:00:00.000Z",
                "updated_at": "Updated at is required and must be a time such as 2026-02-17T10:00:00.000Z",
            ]
        )
    }

    @Test func anotherUsersTaskIsTakenOnlyWhereAnybodysIs() {
        var faults = FieldFaults()
        #expect(sound.validated(for: UserID(unchecked: "bob"), &faults) == nil)
        expectNoDifference(faults.messages, ["user_id": "The task belongs to another user"])
        faults = FieldFaults()
        #expect(sound.validated(for: nil, &faults) != nil)
    }
}
