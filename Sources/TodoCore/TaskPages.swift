/// A user's whole list, one ``TaskPage`` after another, each fetched from the store when it is asked for.
///
/// Iterating throws ``TodoError`` as the store does, with ``TodoError/Code/cancelled`` when the task is cancelled; iteration is
/// over after the first error.
public struct TaskPages: AsyncSequence, Sendable {
    public typealias Element = TaskPage
    public typealias Failure = TodoError

    /// Most users' lists fit into the first page, so that one round trip answers them.
    static let firstPageSize = 256
    /// Later pages are larger: the list is known to be long.
    static let laterPageSize = 1024
    /// What is asked for at least where long texts make pages short.
    static let leastPageSize = 16

    let store: TaskStore
    let owner: UserID
    let isCompleted: Bool?

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            store: store,
            upcoming: TaskQuery(owner: owner, isCompleted: isCompleted, limit: Self.firstPageSize)
        )
    }

    /// Holds nothing of the store between two pages.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let store: TaskStore
        /// The page to fetch when asked, or `nil` at the end.
        var upcoming: TaskQuery?

        /// The next page, or `nil` behind the last one; a list without tasks is one empty page.
        /// - Throws: ``TodoError`` as the store does, also when the task is cancelled.
        public mutating func next() async throws(TodoError) -> TaskPage? {
            guard var query = upcoming else { return nil }
            upcoming = nil
            let page = try await store.list(query)
            if let position = page.next {
                query.after = position
                query.limit = Self.limit(after: page.count, of: query.limit)
                upcoming = query
            }
            return page
        }

        /// How many tasks to ask for after a page of `count` out of `limit`.
        ///
        /// Of a page that is not full, texts were too long for more, and what else the store read for it was in vain.
        private static func limit(after count: Int, of limit: Int) -> Int {
            guard count < limit else { return TaskPages.laterPageSize }
            return Swift.min(Swift.max(2 * count, TaskPages.leastPageSize), TaskPages.laterPageSize)
        }
    }
}
