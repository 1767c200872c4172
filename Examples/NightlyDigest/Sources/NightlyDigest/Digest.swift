import ServiceLifecycle
import TodoCore
import TodoPostgres

/// Prints who has how many open tasks, and the newest of them; then it is done.
struct Digest: Service {
    private static let tasksShown = 3

    let users: UserAdministration
    let tasks: TaskService

    /// - Throws: `AdministrationError` or `TodoError`; told to stop, it throws what says so.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for try await page in users.list() {
                for user in page where user.completed < user.tasks { try await show(user) }
            }
        }
    }

    private func show(_ user: UserSummary) async throws(TodoError) {
        let page = try await tasks.page(TaskQuery(owner: user.user, isCompleted: false, limit: Self.tasksShown))
        print("\(user.user): \(user.tasks - user.completed) open")
        for task in page { print("  \(task.title)") }
        if page.next != nil { print("  …") }
    }
}
