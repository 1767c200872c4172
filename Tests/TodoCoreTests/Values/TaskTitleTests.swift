import CustomDump
import Testing
import TodoCore

@Suite struct TaskTitleTests {
    private static let lengthFault = FieldFault("Title is required and must be between 1 and 200 characters")

    @Test(arguments: [
        "x",
        "Buy milk",
        "inner  white \t space",
        String(repeating: "x", count: 200),
        String(repeating: "é", count: 200),
        String(repeating: "漢", count: 200),
        // 200 scalars, 400 UTF-16 units, 800 bytes.
        String(repeating: "😀", count: 200),
        // 100 graphemes of two scalars each.
        String(repeating: "🇨🇿", count: 100),
        String(repeating: "e\u{301}", count: 100),
        // 28 graphemes of seven scalars, and four more.
        String(repeating: "👨‍👩‍👧‍👦", count: 28) + "abcd",
        // Neither is white space to Unicode.
        "\u{FEFF}",
        "\u{200B}",
        "\u{200D}",
        "\u{1}",
    ])
    func isKeptToTheLetter(_ text: String) throws {
        let title = try TaskTitle(text)
        #expect(Array(title.rawValue.utf8) == Array(text.utf8))
    }

    @Test(arguments: [
        "",
        " ",
        "\n\t\r ",
        "\u{3000}\u{2003}",
        String(repeating: "x", count: 201),
        String(repeating: "😀", count: 201),
        String(repeating: "🇨🇿", count: 100) + "x",
        // 101 graphemes, but 202 scalars.
        String(repeating: "e\u{301}", count: 101),
        // One grapheme, but 201 scalars.
        "e" + String(repeating: "\u{301}", count: 200),
        // 29 graphemes, but 203 scalars.
        String(repeating: "👨‍👩‍👧‍👦", count: 29),
    ])
    func outOfBoundsIsRefused(_ text: String) {
        #expect(throws: Self.lengthFault) { try TaskTitle(text) }
    }

    @Test func twoHundredCharactersCountAfterTrimming() throws {
        let text = String(repeating: "x", count: 200)
        let title = try TaskTitle("  \t\(text)\n ")
        #expect(title.rawValue == text)
    }

    @Test(arguments: ["\0", "a\0", "\0a", "a\0b", " \0 ", String(repeating: "x", count: 300) + "\0"])
    func theNullCharacterIsRefused(_ text: String) {
        #expect(throws: FieldFault("Title must not contain the character U+0000")) { try TaskTitle(text) }
    }

    @Test func canonicallyEquivalentTitlesDiffer() throws {
        let composed = try TaskTitle("caf\u{E9}")
        let decomposed = try TaskTitle("cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
    }
}
