import OrderedCollections

extension TodoTask {
    /// The input for a change of some fields, unvalidated: a field that is absent stays as it is.
    public struct Patch: Sendable, Hashable {
        /// Null is a fault: every task has a title.
        public var title: FieldInput<String>
        /// Null clears it.
        public var description: FieldInput<String>
        /// True or false; null is a fault.
        public var completed: FieldInput<Bool>

        /// A patch of the fields that are given.
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

        func applied(to content: Content) -> Content {
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
