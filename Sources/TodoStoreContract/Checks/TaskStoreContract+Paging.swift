import CustomDump
import Testing
import TodoCore

extension TaskStoreContract {
    static let paging: [Check] = [
        Check("pages of any size hold every task once, in order") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 25, for: owner).newestFirst
            for limit in [1, 2, 3, 7, 24, 25, 26] {
                let walked = try await store.walk(owner, limit: limit)
                expectNoDifference(walked, tasks, "in pages of \(limit)")
            }
        },
        Check("filtered pages hold every matching task once, in order") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 25, for: owner).newestFirst
            for task in tasks where task.id.rawValue % 3 == 0 {
                _ = try await store.complete(task.id, owner, .toggle)
            }
            for limit in [1, 2, 3, 7] {
                let completed = try await store.walk(owner, isCompleted: true, limit: limit)
                expectNoDifference(completed.map(\.id), tasks.map(\.id).filter { $0.rawValue % 3 == 0 })
                let open = try await store.walk(owner, isCompleted: false, limit: limit)
                expectNoDifference(open.map(\.id), tasks.map(\.id).filter { $0.rawValue % 3 != 0 })
            }
        },
        Check("a page says that another follows exactly when one does") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 5, for: owner).newestFirst
            for (limit, hasNext) in [(1, true), (4, true), (5, false), (6, false)] {
                let page = try await store.list(TaskQuery(owner: owner, limit: limit))
                expectNoDifference(
                    page.next,
                    hasNext ? TaskPosition(of: tasks[limit - 1]) : nil,
                    "after \(limit) of 5 tasks"
                )
            }
        },
        Check("a filtered page ends although tasks that do not match follow") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 5, for: owner).newestFirst
            _ = try await store.complete(tasks[0].id, owner, .set(true))
            _ = try await store.complete(tasks[1].id, owner, .set(true))
            let page = try await store.list(TaskQuery(owner: owner, isCompleted: true, limit: 2))
            expectNoDifference(page.map(\.id), [tasks[0].id, tasks[1].id])
            #expect(page.next == nil)
        },
        Check("pages go on although the task at their boundary was deleted") { store in
            for limit in [1, 2, 3, 7] {
                let owner = UserID.random()
                let tasks = try await store.insert(count: 25, for: owner).newestFirst
                let walked = try await store.walk(owner, limit: limit) { page async throws(TodoError) in
                    guard let anchor = page.last else { return }
                    let wasThere = try await store.delete(anchor.id, owner)
                    #expect(wasThere)
                }
                expectNoDifference(walked, tasks, "in pages of \(limit)")
            }
        },
        Check("pages hold every older task once although others are inserted and changed meanwhile") { store in
            for limit in [1, 2, 3, 7] {
                let owner = UserID.random()
                let ids = try await store.insert(count: 25, for: owner).newestFirst.map(\.id)
                let walked = try await store.walk(owner, limit: limit) { page async throws(TodoError) in
                    _ = try await store.complete(ids[24], owner, .toggle)
                    // Where the clock goes back, what is inserted now is listed later; it ends after ten.
                    guard page.contains(where: { ids.prefix(10).contains($0.id) }) else { return }
                    _ = try await store.insert(.fixture("Inserted meanwhile"), owner)
                }
                .map(\.id)
                expectNoDifference(walked.filter(Set(ids).contains), ids, "in pages of \(limit)")
                #expect(Set(walked).count == walked.count, "no task comes twice")
            }
        },
        Check("a position need not be a task's") { store in
            let owner = UserID.random()
            let tasks = try await store.insert(count: 3, for: owner).newestFirst
            let (newest, oldest) = (tasks[0].createdAt, tasks[2].createdAt)
            let (least, most) = (TodoTask.ID(unchecked: 1), TodoTask.ID(unchecked: .max))
            let positions: [(TaskPosition, [TodoTask])] = [
                (TaskPosition(createdAt: newest, id: most), tasks),
                (TaskPosition(createdAt: newest.advanced(byMilliseconds: 1_000_000_000_000), id: least), tasks),
                (TaskPosition(of: tasks[2]), []),
                (TaskPosition(createdAt: oldest.advanced(byMilliseconds: -1), id: most), []),
            ]
            for (position, expected) in positions {
                let page = try await store.list(TaskQuery(owner: owner, after: position, limit: 10))
                expectNoDifference(page, TaskPage(tasks: expected, next: nil))
            }
        },
        Check("texts of any length are listed whole and in order, whatever the pages") { store in
            let owner = UserID.random()
            var tasks: [TodoTask] = []
            let lengths = [10, 4096, 4097, 0, 300_000, 70_000, 1_000_000, 4000, 5000, 1]
            let descriptions = lengths.map { String(repeating: "ä", count: $0 / 2) + ($0 % 2 == 1 ? "." : "") }
            // Some are as what may stand for another between a store and its database.
            let lookalikes = ["", "5000", "-99999999", "2147483647", "9223372036854775807", "99999999999999999999"]
            for description in descriptions + lookalikes.map({ "\u{1A}" + $0 }) {
                tasks.append(try await store.insert(.fixture(description: description), owner))
            }
            for limit in [1, 3, 10, 1000] {
                let walked = try await store.walk(owner, limit: limit, allowsShortPages: true)
                #expect(walked.map(\.id) == tasks.newestFirst.map(\.id))
                #expect(walked == tasks.newestFirst, "a task differs in a walk by \(limit)")
            }
        },
    ]
}
