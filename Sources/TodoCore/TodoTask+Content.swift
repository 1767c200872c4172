extension TodoTask {
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
}
