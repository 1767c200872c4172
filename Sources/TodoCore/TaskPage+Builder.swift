extension TaskPage {
    /// Puts a page together, task by task.
    ///
    /// For stores that read tasks as bytes: what they append is copied, and no task is made of it.
    public struct Builder: Sendable {
        private let owner: UserID?
        private var rows: [TaskPage.Row] = []
        private var texts: [UInt8] = []

        /// About how many bytes of text a task has, for what is set aside at first.
        private static let usualTextBytes = 64

        /// Begins a page.
        /// - Parameters:
        ///   - owner: whose tasks they will be; `nil` when there will be none.
        ///   - capacity: about how many there will be.
        public init(owner: UserID?, capacity: Int) {
            self.owner = owner
            rows.reserveCapacity(capacity)
            texts.reserveCapacity(capacity * Self.usualTextBytes)
        }

        /// How many tasks there are so far.
        public var count: Int { rows.count }

        /// How many bytes of UTF-8 their texts have.
        public var textBytes: Int { texts.count }

        /// The place of the last task; `nil` while there is none.
        public var last: TaskPosition? { rows.last.map { TaskPosition(createdAt: $0.createdAt, id: $0.id) } }

        /// Appends a task of the page's owner.
        /// - Precondition: it is.
        public mutating func append(_ task: TodoTask) {
            precondition(task.owner == owner, "a page holds the tasks of one user")
            var title = task.title.rawValue
            var description = task.description?.rawValue
            title.withUTF8 { title in
                let title = UnsafeRawBufferPointer(title)
                func append(_ description: UnsafeRawBufferPointer?) {
                    self.append(
                        id: task.id,
                        title: title,
                        description: description,
                        isCompleted: task.isCompleted,
                        createdAt: task.createdAt,
                        updatedAt: task.updatedAt,
                        version: task.version
                    )
                }
                if description?.withUTF8({ append(UnsafeRawBufferPointer($0)) }) == nil { append(nil) }
            }
        }

        /// Appends the tasks of another page.
        /// - Precondition: they are of the same owner.
        public mutating func append(contentsOf other: Builder) {
            precondition(other.owner == owner, "a page holds the tasks of one user")
            rows += other.rows.map { $0.moved(by: texts.count) }
            texts += other.texts
        }

        /// Appends a task whose texts are as they are read back from a store; what is not UTF-8 in them is replaced by U+FFFD.
        public mutating func append(
            id: TodoTask.ID,
            title: UnsafeRawBufferPointer,
            description: UnsafeRawBufferPointer?,
            isCompleted: Bool,
            createdAt: Timestamp,
            updatedAt: Timestamp,
            version: Int64
        ) {
            let titleStart = texts.count
            appendText(title)
            let titleEnd = texts.count
            description.map { appendText($0) }
            rows.append(
                TaskPage.Row(
                    id: id,
                    isCompleted: isCompleted,
                    createdAt: createdAt,
                    updatedAt: updatedAt,
                    version: version,
                    title: titleStart..<titleEnd,
                    descriptionEnd: description == nil ? nil : texts.count
                )
            )
        }

        /// The page, after which another begins at `next`.
        public consuming func page(next: TaskPosition?) -> TaskPage {
            TaskPage(owner: owner, rows: rows, texts: texts, next: next)
        }

        private mutating func appendText(_ bytes: UnsafeRawBufferPointer) {
            if TextRules.isASCII(bytes) {
                texts.append(contentsOf: bytes)
            } else {
                texts.append(contentsOf: String(decoding: bytes, as: UTF8.self).utf8)
            }
        }
    }
}
