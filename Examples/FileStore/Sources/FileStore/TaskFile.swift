import Foundation
import TodoCore

/// The file, and what is in it.
actor TaskFile {
    private let queue = FileQueue()
    private let url: URL
    private(set) var contents: Contents

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(url: URL) throws {
        self.url = url
        let isThere = FileManager.default.fileExists(atPath: url.path)
        contents = isThere ? try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url)) : Contents()
    }

    /// Makes the change in a copy, which takes the place of what was there once it is written.
    func write(
        _ write: TaskWrite,
        _ owner: UserID,
        _ request: IdempotentRequest?,
        at now: Timestamp
    ) throws(TodoError) -> TaskReceipt {
        var contents = contents
        let receipt = try contents.write(write, owner, request, at: now)
        do {
            try JSONEncoder().encode(contents).write(to: url, options: .atomic)
        } catch {
            throw .unavailable(cause: error)
        }
        self.contents = contents
        return receipt
    }
}
