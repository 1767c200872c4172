import CustomDump
import OrderedCollections
import Testing
import TodoCore

@Suite struct PatchTests {
    @Test func whatIsAbsentIsKept() {
        var faults = FieldFaults()
        #expect(TodoTask.Patch().validated(&faults)?.isEmpty == true)
        let patch = TodoTask.Patch(title: .value(" New "), completed: .value(false))
        let change = TodoTask.Change(title: TaskTitle(unchecked: "New"), completion: .set(false))
        expectNoDifference(patch.validated(&faults), change)
        #expect(faults.messages.isEmpty)
    }

    @Test func nullClearsTheDescription() {
        var faults = FieldFaults()
        expectNoDifference(
            TodoTask.Patch(description: .null).validated(&faults),
            TodoTask.Change(description: .cleared)
        )
        expectNoDifference(
            TodoTask.Patch(description: .value("")).validated(&faults),
            TodoTask.Change(description: .set(TaskDescription(unchecked: "")))
        )
        #expect(faults.messages.isEmpty)
    }

    @Test func nullClearsNothingElse() {
        var faults = FieldFaults()
        #expect(TodoTask.Patch(title: .null, completed: .null).validated(&faults) == nil)
        #expect(
            faults.messages == [
                "title": "Title is required and must be between 1 and 200 characters",
                "completed": "Completed must be true or false",
            ]
        )
    }

    @Test func allFaultsAreNoted() {
        var faults = FieldFaults()
        let patch = TodoTask.Patch(title: .mistyped, description: .mistyped, completed: .mistyped)
        #expect(patch.validated(&faults) == nil)
        #expect(faults.messages.keys == ["title", "description", "completed"])
    }
}
