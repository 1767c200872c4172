import HTTPTypes
import Hummingbird
import TodoCore

/// The tasks of whoever the token speaks for.
struct TaskRoutes: Sendable {
    let service: TaskService
    let body: JSONBody

    func add(to routes: AuthenticatedRoutes) {
        routes.on("/api/tasks", .get, list)
        routes.on("/api/tasks", .post, create)
        routes.on("/api/tasks/:id", .get, get)
        routes.on("/api/tasks/:id", .put, replace)
        routes.on("/api/tasks/:id", .delete, delete)
        routes.on("/api/tasks/:id/complete", .patch, complete)
    }

    @Sendable
    private func list(_ request: AuthenticatedRequest) async throws -> Response {
        let isCompleted = try CompletedFilter.value(in: request.query)
        return try await TaskListResponse.make(service.list(isCompleted: isCompleted, for: request.user))
    }

    @Sendable
    private func create(_ request: AuthenticatedRequest) async throws -> Response {
        let payload: TaskCreate = try await body.decode(request.request)
        let task = try await service.create(payload.draft, for: request.user)
        return .task(task, status: .created, headers: [.location: "/api/tasks/\(task.id)"])
    }

    @Sendable
    private func get(_ request: AuthenticatedRequest) async throws -> Response {
        .task(try await service.get(request.task, for: request.user))
    }

    @Sendable
    private func replace(_ request: AuthenticatedRequest) async throws -> Response {
        let payload: TaskUpdate = try await body.decode(request.request)
        return .task(try await service.replace(request.task, with: payload.replacement, for: request.user))
    }

    @Sendable
    private func complete(_ request: AuthenticatedRequest) async throws -> Response {
        let payload: TaskCompletion? = try await body.decodeIfPresent(request.request)
        let completed = payload?.completed ?? .absent
        return .task(try await service.complete(request.task, completed: completed, for: request.user))
    }

    @Sendable
    private func delete(_ request: AuthenticatedRequest) async throws -> Response {
        try await service.delete(request.task, for: request.user)
        return Response(status: .noContent)
    }
}
