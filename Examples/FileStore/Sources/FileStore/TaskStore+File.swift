public import Foundation
public import TodoCore

extension TaskStore {
    /// A store that keeps its tasks in a file, for one process at a time.
    ///
    /// - Parameters:
    ///   - url: where the file is, or is to be.
    ///   - now: the clock.
    /// - Returns: a store with what is in the file.
    /// - Throws: when there is a file and it cannot be read.
    public static func file(at url: URL, now: @escaping @Sendable () -> Timestamp) throws -> TaskStore {
        let file = try TaskFile(url: url)
        return TaskStore(
            fetch: { id, owner async throws(TodoError) in await file.contents.fetch(id, owner) },
            list: { query async throws(TodoError) in await file.contents.list(query) },
            count: { owner, isCompleted async throws(TodoError) in await file.contents.count(owner, isCompleted) },
            write: { write, owner, request async throws(TodoError) in
                try await file.write(write, owner, request, at: now())
            }
        )
    }
}
