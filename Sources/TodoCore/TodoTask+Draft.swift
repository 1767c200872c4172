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
}
