import Testing
import TodoCore

@Suite struct UserIDTests {
    @Test(arguments: [
        "a", " ", " alice ", "Alice", "7300000000000000000", "auth0|abc", "\u{200B}",
        String(repeating: "x", count: 255), String(repeating: "😀", count: 255),
    ])
    func anIdentifierIsTakenAsItIs(_ text: String) throws {
        let user = try UserID(text)
        #expect(Array(user.rawValue.utf8) == Array(text.utf8))
    }

    @Test(arguments: ["", String(repeating: "x", count: 256), String(repeating: "e\u{301}", count: 128)])
    func whatIsEmptyOrTooLongIsRefused(_ text: String) {
        let fault = FieldFault("User id is required and must be between 1 and 255 characters")
        #expect(throws: fault) { try UserID(text) }
    }

    @Test(arguments: ["\0", "alice\0", "\0alice"])
    func theNullCharacterIsRefused(_ text: String) {
        #expect(throws: FieldFault("User id must not contain the character U+0000")) { try UserID(text) }
    }

    @Test(arguments: [
        ("alice", "Alice"), ("alice", "alice "), ("alice", "\u{430}lice"), ("caf\u{E9}", "cafe\u{301}"),
        ("\u{212B}", "\u{C5}"), ("a", "a\u{200B}"),
    ])
    func spellingsThatLookAlikeAreDifferentUsers(_ first: String, _ second: String) throws {
        let users = [try UserID(first), try UserID(second)]
        #expect(users[0] != users[1])
        #expect(Set(users + users).count == 2)
    }
}
