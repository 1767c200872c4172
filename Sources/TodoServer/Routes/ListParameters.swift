import TodoCore

/// What the query of a list asks for.
struct ListParameters {
    /// The most tasks of a page, whatever is asked for.
    static let largestPage = 1000
    /// The most tasks of a page when only a cursor is given.
    static let defaultPage = 50

    /// Only completed tasks, only open ones, or (`nil`) all.
    let isCompleted: Bool?
    /// `nil` when the list is wanted as a whole.
    let page: (limit: Int, after: TaskPosition?)?
    private let parameters: QueryParameters

    /// - Parameter query: the part of the URI after the question mark.
    /// - Throws: `TodoError` with every fault.
    init(_ query: String?) throws(TodoError) {
        parameters = QueryParameters(query)
        var faults = FieldFaults()
        let (completed, limit, cursor) = (parameters["completed"], parameters["limit"], parameters["cursor"])
        let isCompleted = faults.collect("completed") { () throws(FieldFault) in try Self.flag(completed) }
        let size = faults.collect("limit") { () throws(FieldFault) in try Self.size(limit) }
        let after = faults.collect("cursor") { () throws(FieldFault) in try Self.position(cursor) }
        try faults.throwIfAny()
        self.isCompleted = isCompleted ?? nil
        page = limit == nil && cursor == nil ? nil : (size ?? Self.defaultPage, after ?? nil)
    }

    /// How long the parameters of a link may be, in bytes.
    ///
    /// Everybody is asked to take a URI of 8,000 bytes (RFC 9110, section 4.1); a proxy that does not take an answer's head may think
    /// the server broken.
    private static let longestKept = 7_900

    /// The path and query of the page that begins after a position.
    ///
    /// Every other parameter is kept as it came, unless they are too long together: then only what they mean to this service.
    func target(after position: TaskPosition) -> String {
        var kept = parameters.text(without: "cursor")
        if kept.utf8.count > Self.longestKept {
            kept = "limit=\(page?.limit ?? Self.defaultPage)" + (isCompleted.map { "&completed=\($0)" } ?? "")
        }
        return "/api/tasks?\(kept)\(kept.isEmpty ? "" : "&")cursor=\(PageCursor.text(position))"
    }

    private static func flag(_ value: String??) throws(FieldFault) -> Bool? {
        guard let value else { return nil }
        switch value?.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw FieldFault("Completed must be true or false")
        }
    }

    private static func size(_ value: String??) throws(FieldFault) -> Int {
        guard let value else { return defaultPage }
        guard let digits = value, !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
            digits.utf8.contains(where: { $0 != 48 })
        else { throw FieldFault("Limit must be an integer of at least 1") }
        // What 64 bits cannot hold is above the largest page too.
        return min(Int(digits) ?? largestPage, largestPage)
    }

    private static func position(_ value: String??) throws(FieldFault) -> TaskPosition? {
        guard let value else { return nil }
        guard let text = value, let position = PageCursor.position(text) else {
            throw FieldFault("Cursor must be one that this service gave")
        }
        return position
    }
}
