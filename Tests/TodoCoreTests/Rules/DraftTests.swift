import CustomDump
import OrderedCollections
import Testing
import TodoCore

@Suite struct DraftTests {
    private static let length = "Title is required and must be between 1 and 200 characters"

    @Test(
        arguments: [
            (.absent, nil), (.null, nil), (.value(""), ""), (.value("text"), "text"), (.value("  kept "), "  kept "),
        ] as [(FieldInput<String>, String?)]
    )
    func aDraftMayHaveADescription(_ description: FieldInput<String>, _ expected: String?) throws {
        var faults = FieldFaults()
        let content = try #require(TodoTask.Draft(title: .value(" Milk "), description: description).validated(&faults))
        expectNoDifference(
            content,
            TodoTask.Content(
                title: TaskTitle(unchecked: "Milk"),
                description: expected.map(TaskDescription.init(unchecked:)),
                isCompleted: false
            )
        )
        expectNoDifference(faults.messages, [:])
    }

    @Test(
        arguments: [
            (.absent, length), (.null, length), (.value(""), length), (.value(" \n"), length),
            (.mistyped, "Title must be a string"),
            (.value("a\0"), "Title must not contain the character U+0000"),
        ] as [(FieldInput<String>, String)]
    )
    func aTitleIsRequired(_ title: FieldInput<String>, _ message: String) {
        expectNoDifference(faults(of: TodoTask.Draft(title: title)), ["title": message])
    }

    @Test(
        arguments: [
            (.mistyped, "Description must be a string or null"),
            (.value("\0"), "Description must not contain the character U+0000"),
        ] as [(FieldInput<String>, String)]
    )
    func aDescriptionMayBeRefused(_ description: FieldInput<String>, _ message: String) {
        expectNoDifference(
            faults(of: TodoTask.Draft(title: .value("Milk"), description: description)),
            ["description": message]
        )
    }

    @Test func everyFaultIsReportedAtOnce() {
        expectNoDifference(
            faults(of: TodoTask.Draft(title: .null, description: .mistyped)),
            ["title": Self.length, "description": "Description must be a string or null"]
        )
    }

    private func faults(of draft: TodoTask.Draft) -> OrderedDictionary<String, String> {
        var faults = FieldFaults()
        #expect(draft.validated(&faults) == nil)
        return faults.messages
    }
}
