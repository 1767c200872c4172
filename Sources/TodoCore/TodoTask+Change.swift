extension TodoTask {
    /// What is to become of a task's content, field by field, valid; `nil` keeps a field.
    public struct Change: Sendable, Hashable {
        /// The new title.
        public var title: TaskTitle?
        /// The new description, or that there is none.
        public var description: Text?
        /// Whether completion is set or toggled.
        public var completion: CompletionChange?

        /// A change of the fields that are given; it is empty without any.
        public init(title: TaskTitle? = nil, description: Text? = nil, completion: CompletionChange? = nil) {
            self.title = title
            self.description = description
            self.completion = completion
        }

        /// Replaces every field.
        public init(_ content: Content) {
            self.init(
                title: content.title,
                description: Text(content.description),
                completion: .set(content.isCompleted)
            )
        }

        /// A description as it is to be.
        public enum Text: Sendable, Hashable {
            /// There is to be none.
            case cleared
            /// It is to be this one.
            case set(TaskDescription)

            init(_ description: TaskDescription?) {
                self = description.map(Text.set) ?? .cleared
            }
        }

        /// Whether every field is kept; then version and times are kept too.
        public var isEmpty: Bool { self == Change() }

        fileprivate func applied(to content: Content) -> Content {
            var content = content
            if let title { content.title = title }
            switch description {
            case nil: break
            case .cleared: content.description = nil
            case .set(let text): content.description = text
            }
            switch completion {
            case nil: break
            case .toggle: content.isCompleted.toggle()
            case .set(let isCompleted): content.isCompleted = isCompleted
            }
            return content
        }
    }

    /// What "complete" does to a task.
    public enum CompletionChange: Sendable, Hashable {
        /// Open becomes completed and the other way round. Two toggles cancel out.
        case toggle
        /// Sets the value, so that repeating the request is safe.
        case set(Bool)
    }
}

extension TodoTask {
    /// The task as a change leaves it, for stores that keep tasks as values.
    ///
    /// It is one version and at least a millisecond later, unless the change is empty; `now` may stand still or go back.
    public func changed(by change: Change, at now: Timestamp) -> TodoTask {
        guard !change.isEmpty else { return self }
        return TodoTask(
            id: id,
            owner: owner,
            content: change.applied(to: content),
            createdAt: createdAt,
            updatedAt: max(now, updatedAt.advanced(byMilliseconds: 1)),
            version: version + 1
        )
    }
}
