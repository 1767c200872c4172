extension TodoTask {
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
}
