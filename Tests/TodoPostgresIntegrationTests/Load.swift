import NIOConcurrencyHelpers
import Testing
import TodoCore
import TodoStoreContract
import TodoTestSupport

/// Workers that insert tasks with titles of their own, and the books on what they were told.
final class Load: Sendable {
    private struct Books {
        var titles: Set<String> = []
        var errors: [TodoError.Code: Int] = [:]
        var isStopped = false
        var waiters: [(isReached: @Sendable (Books) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let books = NIOLockedValueBox(Books())

    /// The titles that were acknowledged.
    var titles: Set<String> { books.withLockedValue { $0.titles } }
    var acknowledged: Int { titles.count }
    /// How many inserts may or may not have happened.
    var unknown: Int { books.withLockedValue { $0.errors[.outcomeUnknown] ?? 0 } }
    var errors: Set<TodoError.Code> { books.withLockedValue { Set($0.errors.keys) } }

    func stop() {
        books.withLockedValue { $0.isStopped = true }
    }

    /// Inserts until stopped.
    func insert(_ store: TaskStore, worker: Int) async {
        let owner = UserID(unchecked: "worker \(worker)")
        var count = 0
        while !books.withLockedValue({ $0.isStopped }) {
            count += 1
            let title = "\(worker)/\(count)"
            let content = TodoTask.Content(title: TaskTitle(unchecked: title), description: nil, isCompleted: false)
            do throws(TodoError) {
                _ = try await store.insert(content, owner)
                note { $0.titles.insert(title) }
            } catch {
                note { $0.errors[error.code, default: 0] += 1 }
                // A refused caller comes back; it does not spin.
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    /// Checks what its workers were told against what is in the database.
    func balance(with database: TestDatabase) async throws {
        let rows = try await database.query("select title, count(*) from tasks group by 1").split(separator: "\n")
        #expect(rows.allSatisfy { $0.hasSuffix("|1") }, "a write was doubled")
        let present = Set(rows.compactMap { $0.split(separator: "|").first.map(String.init) })
        #expect(titles.subtracting(present).isEmpty, "an acknowledged write is missing")
        #expect(present.subtracting(titles).count <= unknown, "a write that failed for sure is there")
        #expect(errors.subtracting([.unavailable, .outcomeUnknown]).isEmpty)
    }

    func reach(acknowledged count: Int) async throws {
        try await reach { $0.titles.count >= count }
    }

    func reach(errors count: Int) async throws {
        try await reach { $0.errors.values.reduce(0, +) >= count }
    }

    struct NotReached: Error {}

    /// Waits, for half a minute at most, until the books say so.
    private func reach(_ isReached: @escaping @Sendable (Books) -> Bool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Task.sleep(for: .seconds(30))
                throw NotReached()
            }
            group.addTask {
                await withCheckedContinuation { continuation in
                    self.books.withLockedValue { books in
                        if isReached(books) {
                            continuation.resume()
                        } else {
                            books.waiters.append((isReached, continuation))
                        }
                    }
                }
            }
            defer { group.cancelAll() }
            do {
                try await group.next()
            } catch {
                releaseWaiters()
                throw error
            }
        }
    }

    private func note(_ change: (inout Books) -> Void) {
        books.withLockedValue { books in
            change(&books)
            let state = books
            let reached = state.waiters.filter { $0.isReached(state) }
            books.waiters.removeAll { $0.isReached(state) }
            for waiter in reached { waiter.continuation.resume() }
        }
    }

    private func releaseWaiters() {
        books.withLockedValue { books in
            for waiter in books.waiters { waiter.continuation.resume() }
            books.waiters = []
        }
    }
}
