extension TodoTask {
    /// The input for a new task, unvalidated.
    public struct Draft: Sendable, Hashable {
        /// Required; absent and null are faults.
        public var title: FieldInput<String>
        /// Absent and null stand for none.
        public var description: FieldInput<String>

        /// A draft of the fields that are given.
        public init(title: FieldInput<String> = .absent, description: FieldInput<String> = .absent) {
            self.title = title
            self.description = description
        }

        /// The valid content, or every fault noted in `faults` and `nil`.
        public func validated(_ faults: inout FieldFaults) -> Content? {
            let title = faults.collect("title", self.title.title)
            let description = faults.collect("description", self.description.description)
            guard let title, let description else { return nil }
            // A new task is never completed, whatever else is sent.
            return Content(title: title, description: description, isCompleted: false)
        }
    }

    /// The input for a full replacement, unvalidated: a description that is absent or null is cleared.
    public struct Replacement: Sendable, Hashable {
        /// Required; absent and null are faults.
        public var title: FieldInput<String>
        /// Absent and null clear it.
        public var description: FieldInput<String>
        /// Required: true or false.
        public var completed: FieldInput<Bool>

        /// A replacement of the fields that are given.
        public init(
            title: FieldInput<String> = .absent,
            description: FieldInput<String> = .absent,
            completed: FieldInput<Bool> = .absent
        ) {
            self.title = title
            self.description = description
            self.completed = completed
        }

        /// The valid content, or every fault noted in `faults` and `nil`.
        public func validated(_ faults: inout FieldFaults) -> Content? {
            let title = faults.collect("title", self.title.title)
            let description = faults.collect("description", self.description.description)
            let isCompleted = faults.collect("completed", self.completed.completed)
            guard let title, let description, let isCompleted else { return nil }
            return Content(title: title, description: description, isCompleted: isCompleted)
        }
    }

    /// The part of a task that its owner writes, valid.
    public struct Content: Sendable, Hashable {
        /// What the task is called.
        public var title: TaskTitle
        /// Its longer text; `nil` when it has none.
        public var description: TaskDescription?
        /// Whether it is done.
        public var isCompleted: Bool

        /// Content whose parts are valid already.
        public init(title: TaskTitle, description: TaskDescription?, isCompleted: Bool) {
            self.title = title
            self.description = description
            self.isCompleted = isCompleted
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
