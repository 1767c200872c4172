import TodoCore

/// Every error that the API answers with.
///
/// It depends on the settings, since one of the messages names a limit.
struct APIErrors: Sendable {
    /// What an operation may fail with.
    enum Name: String, Sendable, CaseIterable {
        case badRequest = "BadRequest"
        case unauthorized = "Unauthorized"
        case taskNotFound = "TaskNotFound"
        case resourceNotFound = "ResourceNotFound"
        case methodNotAllowed = "MethodNotAllowed"
        case requestTimeout = "RequestTimeout"
        case conflict = "Conflict"
        case preconditionFailed = "PreconditionFailed"
        case payloadTooLarge = "PayloadTooLarge"
        case unsupportedMediaType = "UnsupportedMediaType"
        case validation = "ValidationError"
        case idempotencyKeyReused = "IdempotencyKeyReused"
        case defect = "InternalError"
        case unavailable = "ServiceUnavailable"
    }

    /// Ordered by status.
    let entries: [APIErrorEntry]

    /// - Parameter maxBodyBytes: the largest request body.
    init(maxBodyBytes: Int) {
        entries = Name.allCases.compactMap { name in
            APIErrorEntry(name.rawValue, Self.reasons(name, maxBodyBytes: maxBodyBytes))
        }
    }

    /// Each code once, in the order of the entries.
    var codes: [String] {
        entries.reduce(into: []) { codes, entry in if !codes.contains(entry.code) { codes.append(entry.code) } }
    }

    func entries(_ names: [Name]) -> [APIErrorEntry] {
        entries.filter { entry in names.contains { $0.rawValue == entry.name } }
    }

    private static func reasons(_ name: Name, maxBodyBytes: Int) -> [APIErrorEntry.Reason] {
        switch name {
        case .badRequest: badRequest
        case .unauthorized: unauthorized
        case .taskNotFound: taskNotFound
        case .resourceNotFound: resourceNotFound
        case .methodNotAllowed: methodNotAllowed
        case .requestTimeout: requestTimeout
        case .conflict: conflict
        case .preconditionFailed: preconditionFailed
        case .payloadTooLarge: payloadTooLarge(maxBodyBytes)
        case .unsupportedMediaType: unsupportedMediaType
        case .validation: validation
        case .idempotencyKeyReused: idempotencyKeyReused
        case .defect: defect
        case .unavailable: unavailable
        }
    }
}
