import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    /// Text that escaping, quoting, normalising or length limits might harm.
    static let delicateText = [
        "it's \"quoted\" `too`",
        #"back\slash \n \u0041 \\ C:\new"#,
        "'); drop table tasks; --",
        "$1 %s %d {0} ${HOME} <b>&amp;</b>",
        "line\nfeed, carriage\r\nreturn, tab\tstop",
        String(
            String.UnicodeScalarView(
                (1...31).compactMap(Unicode.Scalar.init) + ["x", "\u{7F}", "\u{80}", "\u{9F}", "."]
            )
        ),
        "😀 👨‍👩‍👧‍👦 🇨🇿 👍🏽",
        "composed \u{E9}, decomposed e\u{301}",
        "mark after mark: e\u{301}\u{323}\u{308} and \u{301}alone",
        "line\u{2028}and paragraph\u{2029}separators",
        "zero\u{200B}width\u{200D}and\u{FEFF}mark",
        "right to left \u{202E}עברית العربية",
        "last of the plane \u{FFFF}\u{FFFD}\u{10FFFF}",
        "null", "NULL", "\\N", "{}", "0", "true", "x",
    ]

    static let text: [Check] = [
        Check("titles are kept to the letter") { store in
            let owner = UserID.random()
            for text in delicateText {
                let title = try TaskTitle(text)
                let content = TodoTask.Content(title: title, description: nil, isCompleted: false)
                let task = try await store.insert(content, owner)
                let fetched = try #require(try await store.fetch(task.id, owner))
                expectSameBytes(task.title.rawValue, title.rawValue)
                expectSameBytes(fetched.title.rawValue, title.rawValue)
            }
        },
        Check("descriptions are kept to the letter, by inserting and by replacing") { store in
            let owner = UserID.random()
            for text in delicateText + [" \t untrimmed \n ", "\n", " "] {
                let task = try await store.insert(.fixture(description: text), owner)
                expectSameBytes(task.description?.rawValue, text)
                let listed = try await store.list(TaskQuery(owner: owner, limit: 1000))
                expectSameBytes(listed.first { $0.id == task.id }?.description?.rawValue, text)
                let replaced = try await store.replace(task.id, owner, .fixture(description: text + text))
                expectSameBytes(replaced?.description?.rawValue, text + text)
            }
        },
        Check("a title may have 200 characters of four bytes") { store in
            let owner = UserID.random()
            let text = String(repeating: "\u{1F600}", count: 200)
            let task = try await store.insert(.fixture(text), owner)
            let fetched = try await store.fetch(task.id, owner)
            expectSameBytes(fetched?.title.rawValue, text)
        },
        Check("a description may have 100,000 bytes") { store in
            let owner = UserID.random()
            let text = String(repeating: "0123456789", count: 9999) + "the end \u{10}"
            let task = try await store.insert(.fixture(description: text), owner)
            let fetched = try await store.fetch(task.id, owner)
            expectSameBytes(fetched?.description?.rawValue, text)
        },
        Check("an empty description is one, and none is none") { store in
            let owner = UserID.random()
            let empty = try await store.insert(.fixture(description: ""), owner)
            let none = try await store.insert(.fixture(description: nil), owner)
            let fetchedEmpty = try #require(try await store.fetch(empty.id, owner))
            let fetchedNone = try #require(try await store.fetch(none.id, owner))
            expectNoDifference(fetchedEmpty.description, TaskDescription(unchecked: ""))
            expectNoDifference(fetchedNone.description, nil)
        },
    ]
}

/// Swift's `==` holds two strings equal that are only canonically equivalent; here every byte counts.
private func expectSameBytes(_ actual: String?, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(actual.map { Array($0.utf8) } == Array(expected.utf8), sourceLocation: sourceLocation)
}
