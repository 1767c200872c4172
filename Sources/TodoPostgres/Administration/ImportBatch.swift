import TodoCore

/// Consecutive lines of a file whose tasks go into the database together.
struct ImportBatch {
    /// How many tasks there are of each origin.
    private(set) var counts: [TaskFile.Origin: Int] = [:]
    /// The number of the last line that it covers.
    private(set) var lastLine = 0
    /// Whether the file ends with it.
    private(set) var isLast = false

    private var titles: [String?] = []
    private var descriptions: [String?] = []
    private var completions: [Bool] = []
    private var creations: [Timestamp] = []
    private var changes: [Timestamp] = []
    private var bytes = 0

    private static let maximumLines = 5000
    private static let maximumBytes = 4 * 1024 * 1024

    /// Reads the next lines of a file, as many as one statement should carry, and takes those that the ledger lacks.
    init(_ file: TaskFile, for ledger: ImportLedger) throws(AdministrationError) {
        let end = file.number + Self.maximumLines
        while file.number < end, bytes < Self.maximumBytes {
            guard let line = try file.next() else {
                isLast = true
                break
            }
            guard case .task(let task, let origin) = line, ledger.lacks(file.number, origin) else { continue }
            counts[origin, default: 0] += 1
            add(task)
        }
        lastLine = file.number
    }

    private mutating func add(_ task: TodoTask.Imported) {
        titles.append(task.content.title.rawValue)
        descriptions.append(task.content.description?.rawValue)
        completions.append(task.content.isCompleted)
        creations.append(task.createdAt)
        changes.append(task.updatedAt)
        bytes += task.content.title.rawValue.utf8.count + (task.content.description?.rawValue.utf8.count ?? 0)
    }

    /// Adds the tasks in the order of their lines, so that those made at the same time stay in order too.
    static let insertion = """
        insert into tasks (user_id, title, description, completed, created_at, updated_at)
        select $1, title, description, completed, created_at, updated_at
        from unnest($2, $3, $4, $5, $6) with ordinality
            as line (title, description, completed, created_at, updated_at, number)
        order by number
        """
    static let insertionTypes: [PGTypeID] = [
        .text, .textArray, .textArray, .boolArray, .timestamptzArray, .timestamptzArray,
    ]

    func values(_ owner: UserID) -> [PostgresValue] {
        [
            .text(owner.rawValue), .texts(titles), .texts(descriptions), .bools(completions), .timestamps(creations),
            .timestamps(changes),
        ]
    }
}
