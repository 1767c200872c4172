import Testing

@testable import todoctl

@Suite struct JSONDocumentTests {
    @Test func theEnvelopeNamesTheFormAndTheCommandAndNothingOverridesIt() throws {
        let document = JSONDocument(
            "migrate.test",
            ["rows": 7, "reason": nil, "version": "other", "names": ["a", "b"]]
        )
        let text = try document.text()
        #expect(
            text == """
                {
                  "kind" : "migrate.test",
                  "names" : [
                    "a",
                    "b"
                  ],
                  "reason" : null,
                  "rows" : 7,
                  "version" : 1
                }
                """
        )
    }
}
