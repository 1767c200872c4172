import TodoCore

extension UserAdministration {
    /// Every user who has tasks, in order, page by page as they are asked for.
    ///
    /// Nothing is read before the first page is asked for, and nothing is held between two pages, so that work may be done for each
    /// user meanwhile. Pages are consistent each for itself; ``list(_:)`` shows one state of the database.
    public func list() -> UserPages {
        UserPages(database: database)
    }
}

/// The users who have tasks as pages, fetched from the database one at a time.
///
/// Iterating throws ``AdministrationError``, with the code ``AdministrationError/Code/interrupted`` once the calling task is cancelled;
/// a page that is being read is waited for. Iteration is over after the first error.
public struct UserPages: AsyncSequence, Sendable {
    public typealias Element = [UserSummary]
    public typealias Failure = AdministrationError

    /// How many users a page holds; only the last has fewer.
    static let size = 1000

    let database: PostgresConfiguration

    public func makeAsyncIterator() -> Iterator {
        Iterator(database: database)
    }

    /// Fetches the next page when it is asked for it.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let database: PostgresConfiguration
        /// The last user of the page before.
        private var last: UserID?
        private var isAtEnd = false

        init(database: PostgresConfiguration) {
            self.database = database
        }

        public mutating func next() async throws(AdministrationError) -> [UserSummary]? {
            guard !isAtEnd else { return nil }
            isAtEnd = true
            let page = try await UserPages.page(after: last, database)
            isAtEnd = page.count < UserPages.size
            last = page.last?.user
            return page.isEmpty ? nil : page
        }
    }

    private static func page(
        after last: UserID?,
        _ database: PostgresConfiguration
    ) async throws(AdministrationError) -> [UserSummary] {
        try await BlockingSession.administer(database) { session in
            try session.begin(.snapshot, as: .administrator, for: nil)
            var page: [UserSummary] = []
            try session.query(
                """
                select user_id, count(*), count(*) filter (where completed), max(updated_at)
                from tasks where user_id > $1 group by user_id order by user_id limit $2
                """,
                [.text, .int8],
                // Every identifier comes after the empty text.
                [.text(last?.rawValue ?? ""), .int8(Int64(size))],
                timeout: BlockingSession.patience
            ) { result in
                for row in 0..<result.rowCount {
                    page.append(
                        UserSummary(
                            user: UserID(unchecked: result.text(row: row, column: 0)),
                            tasks: Int(result.int64(row: row, column: 1)),
                            completed: Int(result.int64(row: row, column: 2)),
                            lastChange: Timestamp(postgresMicroseconds: result.int64(row: row, column: 3))
                        )
                    )
                }
            }
            try session.commit()
            return page
        }
    }
}
