import CustomDump
import OrderedCollections
import Testing
import TodoCore

@Suite struct ReplacementTests {
    private static let completed = "Completed is required and must be true or false"

    @Test(arguments: [.absent, .null] as [FieldInput<String>])
    func withoutADescriptionItIsCleared(_ description: FieldInput<String>) throws {
        var faults = FieldFaults()
        let replacement = TodoTask.Replacement(
            title: .value("\tMilk"),
            description: description,
            completed: .value(true)
        )
        let content = try #require(replacement.validated(&faults))
        expectNoDifference(
            content,
            TodoTask.Content(title: TaskTitle(unchecked: "Milk"), description: nil, isCompleted: true)
        )
        expectNoDifference(faults.messages, [:])
    }

    @Test(arguments: [.absent, .null, .mistyped] as [FieldInput<Bool>])
    func completionIsRequired(_ input: FieldInput<Bool>) {
        var faults = FieldFaults()
        let replacement = TodoTask.Replacement(title: .value("Milk"), completed: input)
        #expect(replacement.validated(&faults) == nil)
        expectNoDifference(faults.messages, ["completed": Self.completed])
    }

    @Test func everyFaultIsReportedAtOnce() {
        var faults = FieldFaults()
        let replacement = TodoTask.Replacement(title: .mistyped, description: .value("\0"), completed: .absent)
        #expect(replacement.validated(&faults) == nil)
        expectNoDifference(
            faults.messages,
            [
                "title": "Title must be a string",
                "description": "Description must not contain the character U+0000",
                "completed": Self.completed,
            ]
        )
    }
}
