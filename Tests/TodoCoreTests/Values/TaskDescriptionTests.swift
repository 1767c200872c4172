import Testing
import TodoCore

@Suite struct TaskDescriptionTests {
    @Test(arguments: ["", " ", "\n untrimmed \t", "😀", "e\u{301}", String(repeating: "x", count: 1_000_000)])
    func isKeptToTheLetter(_ text: String) throws {
        let description = try TaskDescription(text)
        #expect(Array(description.rawValue.utf8) == Array(text.utf8))
    }

    @Test(arguments: ["\0", "a\0b", "text\0"])
    func theNullCharacterIsRefused(_ text: String) {
        #expect(throws: FieldFault("Description must not contain the character U+0000")) { try TaskDescription(text) }
    }

    @Test func canonicallyEquivalentDescriptionsDiffer() throws {
        let composed = try TaskDescription("\u{E9}")
        let decomposed = try TaskDescription("e\u{301}")
        #expect(composed != decomposed)
    }
}
