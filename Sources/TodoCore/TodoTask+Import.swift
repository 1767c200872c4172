extension TodoTask {
    /// The input for a task that comes from elsewhere with its history, unvalidated.
    public struct ImportDraft: Sendable, Hashable {
        /// Whose task it was; for reference, see ``validated(for:_:)``.
        public var owner: FieldInput<String> = .absent
        /// Required, as for a new task.
        public var title: FieldInput<String> = .absent
        /// Absent and null stand for none.
        public var description: FieldInput<String> = .absent
        /// Required: true or false.
        public var completed: FieldInput<Bool> = .absent
        /// Required: RFC 3339 with any offset, kept to the microsecond.
        public var createdAt: FieldInput<String> = .absent
        /// Required, in the same form.
        public var updatedAt: FieldInput<String> = .absent

        /// A draft in which every field is absent.
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
        /// What its owner wrote.
        public var content: Content
        /// When it was created, wherever that was.
        public var createdAt: Timestamp
        /// When it was last changed.
        public var updatedAt: Timestamp

        /// A valid task from its parts; the times are taken as they are, in whatever order.
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
