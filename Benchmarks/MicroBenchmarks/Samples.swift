import Foundation
import TodoCore

/// Tasks as the end-to-end benchmark has them: a quarter without a description, the others with what must be escaped.
let sampleTasks = (0..<100).map { index in
    TodoTask(
        id: TodoTask.ID(unchecked: 1000 + Int64(index)),
        owner: UserID(unchecked: "7300000000000000001"),
        title: TaskTitle(unchecked: "Task \(index) of a list that is rather long"),
        description: index.isMultiple(of: 4)
            ? nil
            : TaskDescription(
                unchecked: "Remember the \"quoted\" word, a tab\tand an accent: d\u{E9}j\u{E0} vu. Number \(index)"
            ),
        isCompleted: index.isMultiple(of: 3),
        createdAt: Timestamp(microsecondsSinceEpoch: 1_769_932_800_123_000 + Int64(index) * 1_000_017),
        updatedAt: Timestamp(microsecondsSinceEpoch: 1_769_932_900_456_000 + Int64(index) * 1_003_042),
        version: 1
    )
}

/// The same task as a program would have it that uses Foundation throughout.
struct FoundationTask: Codable, Equatable {
    let id: Int64
    let owner: String
    let title: String
    let description: String?
    let isCompleted: Bool
    let createdAt: Date
    let updatedAt: Date

    private enum CodingKeys: String, CodingKey {
        case id
        case owner = "user_id"
        case title
        case description
        case isCompleted = "completed"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    init(_ task: TodoTask) {
        id = task.id.rawValue
        owner = task.owner.rawValue
        title = task.title.rawValue
        description = task.description?.rawValue
        isCompleted = task.isCompleted
        createdAt = task.createdAt.date
        updatedAt = task.updatedAt.date
    }
}

extension Timestamp {
    var date: Date { Date(timeIntervalSince1970: Double(microsecondsSinceEpoch) / 1e6) }
}
