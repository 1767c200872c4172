import CustomDump
import Testing
import TodoJSON

@testable import todoctl

@Suite struct JSONDocumentTests {
    @Test func theEnvelopeNamesTheFormAndTheCommandAndNothingOverridesIt() {
        let document = JSONDocument(
            "migrate.test",
            ["rows": 7, "reason": nil, "version": "other", "names": ["a", "b"]]
        )
        expectNoDifference(
            document.text,
            """
            {
              "version": 1,
              "kind": "migrate.test",
              "rows": 7,
              "reason": null,
              "names": [
                "a",
                "b"
              ]
            }
            """
        )
    }
}
