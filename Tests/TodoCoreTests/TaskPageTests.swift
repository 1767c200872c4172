import CustomDump
import Testing
import TodoCore
import TodoStoreContract

@Suite struct TaskPageTests {
    @Test(arguments: [(0, 3, false), (2, 3, false), (3, 3, false), (4, 3, true)])
    func oneMoreThanThePageHoldsTellsThatAnotherFollows(_ count: Int, _ limit: Int, _ hasNext: Bool) async throws {
        let store = TaskStore.inMemory { Timestamp(microsecondsSinceEpoch: 0) }
        let tasks = count == 0 ? [] : try await store.insert(count: count, for: .random())
        let page = TaskPage(reading: tasks, limit: limit)
        expectNoDifference(Array(page), Array(tasks.prefix(limit)))
        expectNoDifference(page.next, hasNext ? TaskPosition(of: tasks[limit - 1]) : nil)
    }

    @Test func tasksComeOutAsTheyWentIn() throws {
        let tasks = try Self.texts.enumerated().map { index, texts in try Self.task(Int64(index + 1), texts.0, texts.1)
        }
        let page = TaskPage(tasks: tasks, next: nil)
        expectNoDifference(Array(page), tasks)
        expectNoDifference(page.map(\.title.rawValue), Self.texts.map(\.0))
        // Texts that are only canonically equivalent are not the same.
        #expect(page != TaskPage(tasks: [tasks[0]] + tasks.dropFirst(2) + [tasks[1]], next: nil))
        let (composed, decomposed) = (try Self.task(1, "\u{E9}", nil), try Self.task(1, "e\u{301}", nil))
        #expect(TaskPage(tasks: [composed], next: nil) != TaskPage(tasks: [decomposed], next: nil))
    }

    @Test(arguments: 0...4)
    func pagesAreJoinedWhereverTheyWereCut(_ cut: Int) throws {
        let tasks = try Self.texts.enumerated().map { index, texts in try Self.task(Int64(index + 1), texts.0, texts.1)
        }
        var (first, second) = (
            TaskPage.Builder(owner: Self.owner, capacity: cut), TaskPage.Builder(owner: Self.owner, capacity: 0)
        )
        for task in tasks[..<cut] { first.append(task) }
        for task in tasks[cut...] { second.append(task) }
        first.append(contentsOf: second)
        #expect(first.page(next: nil) == TaskPage(tasks: tasks, next: nil))
    }

    /// What a database hands out is not always UTF-8, but what the API shows is.
    @Test(arguments: [
        ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"), ([0xC3, 0xA9], "é"), ([], ""),
        (Array("plain and long enough for a word".utf8) + [0x80], "plain and long enough for a word\u{FFFD}"),
    ])
    func bytesThatAreNoTextAreReplaced(_ bytes: [UInt8], _ expected: String) {
        var builder = TaskPage.Builder(owner: .random(), capacity: 1)
        bytes.withUnsafeBytes { bytes in
            builder.append(
                id: TodoTask.ID(unchecked: 1),
                title: bytes,
                description: bytes,
                isCompleted: false,
                createdAt: Timestamp(microsecondsSinceEpoch: 0),
                updatedAt: Timestamp(microsecondsSinceEpoch: 0),
                version: 1
            )
        }
        let task = builder.page(next: nil)[0]
        expectNoDifference(task.title.rawValue, expected)
        expectNoDifference(task.description?.rawValue, expected)
    }

    private static let texts: [(String, String?)] = [
        ("a", nil), ("b", ""), ("é 日本", "\n\"\\"),
        (String(repeating: "x", count: 200), String(repeating: "ü", count: 5000)),
    ]

    private static let owner = UserID.random()

    private static func task(_ number: Int64, _ title: String, _ description: String?) throws -> TodoTask {
        TodoTask(
            id: TodoTask.ID(unchecked: number),
            owner: owner,
            title: try TaskTitle(title),
            description: try description.map { text throws(FieldFault) in try TaskDescription(text) },
            isCompleted: number.isMultiple(of: 2),
            createdAt: Timestamp(microsecondsSinceEpoch: number),
            updatedAt: Timestamp(microsecondsSinceEpoch: number + 1),
            version: number
        )
    }

    @Test func positionsAreOrderedByTimeThenByNumber() {
        func position(_ microseconds: Int64, _ id: Int64) -> TaskPosition {
            TaskPosition(
                createdAt: Timestamp(microsecondsSinceEpoch: microseconds),
                id: TodoTask.ID(unchecked: id)
            )
        }
        let ordered = [position(-5, 9), position(1, 2), position(1, 3), position(2, 1)]
        expectNoDifference(ordered.reversed().sorted(), ordered)
    }

    @Test(arguments: [(1, 1), (Int64.max, Int64.max), (0, nil), (-1, nil), (Int64.min, nil)] as [(Int64, Int64?)])
    func numbersArePositive(_ number: Int64, _ expected: Int64?) {
        #expect(TodoTask.ID(number)?.rawValue == expected)
    }
}
