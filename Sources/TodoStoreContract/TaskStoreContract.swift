public import Testing
public import TodoCore

/// What every ``TodoCore/TaskStore`` must do, as named checks for a test target of the store's author.
///
/// Swift Testing runs each as a test of its own, named by its sentence:
///
/// ```swift
/// @Test(arguments: TaskStoreContract.all)
/// func holds(_ check: TaskStoreContract.Check) async throws {
///     try await check.verify(store)
/// }
/// ```
///
/// Every check makes users of its own, so that checks may run at the same time against one store, also one that holds tasks
/// already; it leaves their tasks behind. No check depends on the store's clock, which may stand still or go back. A check may
/// make 200 requests at once: a store that refuses some when it is busy has to let that many wait.
public enum TaskStoreContract {
    /// One behaviour, named by a sentence.
    public struct Check: Sendable, CustomTestStringConvertible {
        /// The sentence, which no other check has.
        public let name: String
        private let body: @Sendable (TaskStore) async throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (TaskStore) async throws -> Void) {
            self.name = name
            self.body = body
        }

        /// Records an issue in the running test for everything in which the store behaves otherwise.
        ///
        /// Cancelling the task cancels what the store is doing for it, and the check ends with what the store throws then.
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
        + deleting + once + isolation + text + concurrency
}
