public import Testing
public import TodoCore

/// What every ``TodoCore/TaskStore`` must do, as named checks that run against any store.
///
/// The same checks hold the in-memory store and the PostgreSQL store to one behaviour:
///
/// ```swift
/// @Test(arguments: TaskStoreContract.all)
/// func holds(_ check: TaskStoreContract.Check) async throws {
///     try await check.verify(store)
/// }
/// ```
///
/// Every check makes users of its own, so that checks may run at the same time against one store. No check depends on the
/// store's clock, which may stand still or go back.
public enum TaskStoreContract {
    /// One behaviour, named by a sentence.
    public struct Check: Sendable, CustomTestStringConvertible {
        public let name: String
        private let body: @Sendable (TaskStore) async throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (TaskStore) async throws -> Void) {
            self.name = name
            self.body = body
        }

        /// Records an issue in the running test for everything in which the store behaves otherwise.
        ///
        /// - Throws: what the store throws.
        public func verify(_ store: TaskStore) async throws {
            try await body(store)
        }

        public var testDescription: String { name }
    }

    /// Every check there is.
    public static let all: [Check] =
        inserting + fetching + listing + paging + counting + replacing + changing + preconditions + completing
        + deleting
        + once + isolation + text + concurrency
}
