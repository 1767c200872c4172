/// A user's tasks as pages, fetched from the store one at a time.
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

    let store: TaskStore
    let owner: UserID
    let isCompleted: Bool?

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            store: store,
            upcoming: TaskQuery(owner: owner, isCompleted: isCompleted, limit: Self.firstPageSize)
        )
    }

    /// Fetches a page when it is asked for one, and holds nothing of the store in between.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let store: TaskStore
        /// The page to fetch when asked, or `nil` at the end.
        var upcoming: TaskQuery?

        /// Whether another page is known to follow.
        public var hasMore: Bool { upcoming != nil }

        /// The next page, or `nil` behind the last one; a list without tasks is one empty page.
        /// - Throws: ``TodoError`` as the store does, also when the task is cancelled.
        public mutating func next() async throws(TodoError) -> TaskPage? {
            guard var query = upcoming else { return nil }
            upcoming = nil
            let page = try await store.list(query)
            if let position = page.next {
                query.after = position
                query.limit = TaskPages.laterPageSize
                upcoming = query
            }
            return page
        }
    }
}
