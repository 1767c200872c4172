import OrderedCollections

extension TodoTask {
    /// The input for a change of some fields, unvalidated: a field that is absent stays as it is.
    public struct Patch: Sendable, Hashable {
        public var title: FieldInput<String>
        /// Null clears it.
        public var description: FieldInput<String>
        public var completed: FieldInput<Bool>

        public init(
            title: FieldInput<String> = .absent,
            description: FieldInput<String> = .absent,
            completed: FieldInput<Bool> = .absent
        ) {
            self.title = title
            self.description = description
            self.completed = completed
        }

        /// The valid change, or every fault noted in `faults` and `nil`.
        public func validated(_ faults: inout FieldFaults) -> Change? {
            var change = Change()
            if title != .absent { change.title = faults.collect("title", title.title) }
            if description != .absent {
                change.description = faults.collect("description", description.description).map(Change.Text.init)
            }
            if completed != .absent { change.completion = faults.collect("completed", completed.completionChange) }
            return faults.messages.isEmpty ? change : nil
        }
    }

    /// What is to become of a task's content, field by field, valid; `nil` keeps a field.
    public struct Change: Sendable, Hashable {
        public var title: TaskTitle?
        public var description: Text?
        public var completion: CompletionChange?

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
            case cleared
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
