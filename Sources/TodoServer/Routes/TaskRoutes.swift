import HTTPParsing
import HTTPTypes
import NIOCore
import TodoCore

/// The tasks of whoever the token speaks for.
struct TaskRoutes: Sendable {
    let service: TaskService
    let body: JSONBody
    let audit: AuditLog

    func routes(_ authenticated: AuthenticatedRoutes) -> [Route] {
        [
            authenticated.route("/api/tasks", .get, list),
            authenticated.route("/api/tasks", .post, create),
            authenticated.route("/api/tasks/{id}", .get, get),
            authenticated.route("/api/tasks/{id}", .put, replace),
            authenticated.route("/api/tasks/{id}", .patch, patch),
            authenticated.route("/api/tasks/{id}", .delete, delete),
            authenticated.route("/api/tasks/{id}/complete", .patch, complete),
        ]
    }

    @Sendable
    private func list(_ request: AuthenticatedRequest) async throws -> Response {
        let parameters = try ListParameters(request.query)
        var response: Response
        if let (limit, position) = parameters.page {
            let query = TaskQuery(
                owner: request.user,
                isCompleted: parameters.isCompleted,
                after: position,
                limit: limit
            )
            response = TaskListResponse.make(try await service.page(query), parameters)
        } else {
            let tasks = service.list(isCompleted: parameters.isCompleted, for: request.user)
            response = try await TaskListResponse.make(tasks)
        }
        if request.prefersExactCount {
            let count = try await service.count(isCompleted: parameters.isCompleted, for: request.user)
            response.head.append(.xTotalCount, String(count))
            response.head.append(.preferenceApplied, "count=exact")
        }
        return response
    }

    @Sendable
    private func get(_ request: AuthenticatedRequest) async throws -> Response {
        let possession = try request.possession()
        return .task(try await service.get(request.task, for: request.user), unlessHeld: possession)
    }

    @Sendable
    private func create(_ request: AuthenticatedRequest) async throws -> Response {
        let (payload, bytes): (TaskCreate, ByteBuffer) = try await body.decode(request.request)
        return try await perform(.create(payload.draft), request, bytes, if: .none)
    }

    @Sendable
    private func replace(_ request: AuthenticatedRequest) async throws -> Response {
        let (payload, bytes): (TaskUpdate, ByteBuffer) = try await body.decode(request.request)
        let command = TaskCommand.replace(request.task, with: payload.replacement)
        return try await perform(command, request, bytes, if: request.precondition())
    }

    @Sendable
    private func patch(_ request: AuthenticatedRequest) async throws -> Response {
        let (payload, bytes): (TaskPatch, ByteBuffer) = try await body.decode(request.request, as: .mergePatch)
        let command = TaskCommand.patch(request.task, with: payload.patch)
        return try await perform(command, request, bytes, if: request.precondition())
    }

    @Sendable
    private func complete(_ request: AuthenticatedRequest) async throws -> Response {
        let (payload, bytes): (TaskCompletion?, ByteBuffer) = try await body.decodeIfPresent(request.request)
        let command = TaskCommand.complete(request.task, payload?.completed ?? .absent)
        return try await perform(command, request, bytes, if: request.precondition())
    }

    @Sendable
    private func delete(_ request: AuthenticatedRequest) async throws -> Response {
        // Nothing is asked of it, but nothing is deleted either until all of it is there.
        let bytes = try await body.read(request.request)
        return try await perform(.delete(request.task), request, bytes, if: request.precondition())
    }

    private func perform(
        _ command: TaskCommand,
        _ request: AuthenticatedRequest,
        _ body: ByteBuffer,
        if precondition: TaskPrecondition
    ) async throws -> Response {
        let key = try request.idempotentRequest(body)
        return answer(
            try await service.perform(command, if: precondition, once: key, for: request.user),
            command,
            request
        )
    }

    /// Kept out of its caller, whose frame lives as long as the query.
    @inline(never)
    private func answer(_ receipt: TaskReceipt, _ command: TaskCommand, _ request: AuthenticatedRequest) -> Response {
        if !receipt.isReplay { audit.changed(by: command, request, to: receipt.task) }
        return .receipt(receipt, of: command)
    }
}

extension AuthenticatedRequest {
    /// Whether the client asks how many tasks there are, on all pages together.
    fileprivate var prefersExactCount: Bool {
        request.head[.prefer].map { Preferences.value(of: "count", in: $0) == "exact" } ?? false
    }
}
