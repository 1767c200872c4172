import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let isolation: [Check] = [
        Check("another user changes and deletes nothing") { store in
            let owner = UserID.random("owner")
            let other = UserID.random("other")
            let task = try await store.insert(.fixture(description: "Mine"), owner)
            #expect(try await store.replace(task.id, other, .fixture("Theirs")) == nil)
            #expect(try await store.complete(task.id, other, .toggle) == nil)
            #expect(try await store.complete(task.id, other, .set(true)) == nil)
            #expect(try await store.delete(task.id, other) == false)
            let untouched = try await store.fetch(task.id, owner)
            expectNoDifference(untouched, task)
        },
        Check("lists hold their owner's tasks only, also after another user's position") { store in
            let first = UserID.random("first")
            let second = UserID.random("second")
            var tasks: [UserID: [TodoTask]] = [:]
            for _ in 1...5 {
                for owner in [first, second] {
                    tasks[owner, default: []].append(try await store.insert(.fixture(), owner))
                }
            }
            for owner in [first, second] {
                let walked = try await store.walk(owner, limit: 2)
                expectNoDifference(walked, tasks[owner]?.newestFirst ?? [])
            }
            let foreign = try #require(tasks[first]?.newestFirst.first)
            let page = try await store.list(TaskQuery(owner: second, after: TaskPosition(of: foreign), limit: 10))
            let expected = tasks[second]?.newestFirst.filter { TaskPosition(of: $0) < TaskPosition(of: foreign) }
            expectNoDifference(Array(page), expected ?? [])
        },
        Check("users whose identifiers look alike are different users") { store in
            let owners = lookalikes(of: "Zo\u{EB}")
            var ids: [TodoTask.ID] = []
            for owner in owners {
                ids.append(try await store.insert(.fixture(), owner).id)
            }
            for (index, owner) in owners.enumerated() {
                let walked = try await store.walk(owner)
                expectNoDifference(walked.map(\.id), [ids[index]], "\(owner) sees one task")
                expectNoDifference(walked.map(\.owner), [owner])
                var visible: [TodoTask.ID] = []
                for id in ids {
                    if let task = try await store.fetch(id, owner) { visible.append(task.id) }
                }
                expectNoDifference(visible, [ids[index]], "\(owner) fetches one task")
            }
        },
        Check("user identifiers of any characters are kept apart and to the letter") { store in
            let suffix = UserID.random().rawValue
            let spellings = [
                "'; drop table tasks; --", "\"", "\\", "%", "_", "\n", "a,b", "{a}", "😀", "\u{1}", "null",
            ]
            for spelling in spellings {
                let owner = UserID(unchecked: spelling + suffix)
                let task = try await store.insert(.fixture(), owner)
                expectNoDifference(Array(task.owner.rawValue.utf8), Array(owner.rawValue.utf8))
                let walked = try await store.walk(owner)
                expectNoDifference(walked, [task])
            }
        },
        Check("a user identifier may have 255 characters of four bytes") { store in
            let digits = UserID.random().rawValue.unicodeScalars.filter(\.properties.numericType.isDecimal).prefix(30)
            let text = String(String.UnicodeScalarView(digits)) + String(repeating: "😀", count: 255 - digits.count)
            let owner = try UserID(text)
            let task = try await store.insert(.fixture(), owner)
            let fetched = try await store.fetch(task.id, owner)
            expectNoDifference(fetched, task)
        },
    ]
}

/// Users whose identifiers differ in case, white space, normalisation or script only.
private func lookalikes(of name: String) -> [UserID] {
    let base = UserID.random(name).rawValue
    let spellings = [
        base, "Zoe\u{308}" + base.dropFirst(name.count), base.lowercased(), base.uppercased(), base + " ", " " + base,
        base + "\t", base + "\u{200B}", "Z\u{43E}" + base.dropFirst(2),
    ]
    return spellings.map(UserID.init(unchecked:))
}

extension Unicode.NumericType? {
    fileprivate var isDecimal: Bool { self == .decimal }
}
