extension TodoTask {
    /// The input for a task that comes from elsewhere with its history, unvalidated.
    public struct ImportDraft: Sendable, Hashable {
        /// Whose task it was; for reference, see ``validated(for:_:)``.
        public var owner: FieldInput<String> = .absent
        public var title: FieldInput<String> = .absent
        public var description: FieldInput<String> = .absent
        public var completed: FieldInput<Bool> = .absent
        public var createdAt: FieldInput<String> = .absent
        public var updatedAt: FieldInput<String> = .absent

        public init() {}

        /// Judges every field.
        ///
        /// - Parameters:
        ///   - owner: whose task it must have been, if that is not left out; `nil` for anybody's.
        ///   - faults: takes every fault.
        /// - Returns: the valid task, or `nil` when there is a fault.
        public func validated(for owner: UserID?, _ faults: inout FieldFaults) -> Imported? {
            let isOwned = faults.collect("user_id") { () throws(FieldFault) in try self.owner.checkOwner(owner) } != nil
            let title = faults.collect("title", self.title.title)
            let description = faults.collect("description", self.description.description)
            let isCompleted = faults.collect("completed", completed.completed)
            let createdAt = faults.collect("created_at") { () throws(FieldFault) in
                try self.createdAt.timestamp("Created at")
            }
            let updatedAt = faults.collect("updated_at") { () throws(FieldFault) in
                try self.updatedAt.timestamp("Updated at")
            }
            guard isOwned, let title, let description, let isCompleted, let createdAt, let updatedAt else { return nil }
            return Imported(
                content: Content(title: title, description: description, isCompleted: isCompleted),
                createdAt: createdAt,
                updatedAt: updatedAt
            )
        }
    }

    /// A task that comes from elsewhere, valid; its number is given anew, because numbers belong to all users together.
    public struct Imported: Sendable, Hashable {
        public var content: Content
        public var createdAt: Timestamp
        public var updatedAt: Timestamp

        public init(content: Content, createdAt: Timestamp, updatedAt: Timestamp) {
            self.content = content
            self.createdAt = createdAt
            self.updatedAt = updatedAt
        }
    }
}

extension FieldInput<String> {
    fileprivate func checkOwner(_ owner: UserID?) throws(FieldFault) {
        switch self {
        case .absent, .null: return
        case .mistyped: throw FieldFault("User id must be a string")
        case .value(let text):
            guard let owner, !TextRules.isIdentical(text, owner.rawValue) else { return }
            throw FieldFault("The task belongs to another user")
        }
    }

    fileprivate func timestamp(_ name: String) throws(FieldFault) -> Timestamp {
        guard case .value(let text) = self, let timestamp = Timestamp(rfc3339: text) else {
            throw FieldFault("\(name) is required and must be a time such as 2026-02-17T10:00:00.000Z")
        }
        return timestamp
    }
}
