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
}
