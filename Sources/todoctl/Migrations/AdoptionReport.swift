import TodoJSON
import TodoPostgres

extension AdoptionPlan {
    var document: JSONDocument {
        JSONDocument(
            "migrate.adopt.plan",
            [
                "rows": .integer(rows), "bytes": .integer(bytes), "rehearsed_rows": .integer(rehearsedRows),
                "writers_wait_ms": copyEstimate.map { .integer($0.wholeMilliseconds) } ?? .null,
                "readers_wait_at_most_ms": .integer(longestReaderWait.wholeMilliseconds),
                "changes": .array(changes.map(JSONValue.string)),
                "left_behind": .array(leftBehind.map(JSONValue.string)),
                "refused": [
                    "count": .integer(refusals.count),
                    "first": .array(refusals.first.map { ["id": .string($0.id), "reason": .string($0.reason)] }),
                ],
            ]
        )
    }

    var text: String {
        var lines = [
            "rows           \(rows), \(bytes / 1_048_576) MiB with indexes; about as much free space is needed",
            copyEstimate.map { "writers wait   about \($0.inWords), by a rehearsal with \(rehearsedRows) rows" }
                ?? "writers wait   not known: \(refusals.count) rows break the rules",
            "readers wait   at most \(longestReaderWait.inWords) at a time for the lock, and a moment for the exchange",
        ]
        lines += changes.map { "column         \($0)" }
        lines += leftBehind.map { "left behind    \($0)" }
        return lines.joined(separator: "\n")
    }
}

extension Adoption {
    var document: JSONDocument {
        JSONDocument(
            "migrate.adopt",
            [
                "rows": .integer(rows), "digest": .string(digest),
                "writers_waited_ms": .integer(writersWaited.wholeMilliseconds),
                "readers_waited_ms": .integer(readersWaited.wholeMilliseconds),
                "applied": migrations.json,
            ]
        )
    }

    var text: String {
        """
        rows             \(rows), before and after
        digest           \(digest), before and after
        writers waited   \(writersWaited.inWords)
        readers waited   \(readersWaited.inWords)
        """
    }
}

extension Duration {
    /// Such as `80 ms` or `3.2 s`.
    fileprivate var inWords: String {
        let milliseconds = wholeMilliseconds
        return milliseconds < 1000 ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
}
