import Crypto
import HTTPParsing
import HTTPTypes
import NIOCore
import TodoCore

/// What a request's header fields make its outcome depend on.
extension AuthenticatedRequest {
    /// The versions of the task that may be changed, by `If-Match` and `If-None-Match`.
    ///
    /// - Throws: ``APIError`` when one of the fields is malformed.
    func precondition() throws(APIError) -> TaskPrecondition {
        var precondition = TaskPrecondition.none
        switch try condition(.ifMatch) {
        // A task that is not there is not found, whatever the condition.
        case nil, .any: break
        // Strong comparison: a weak tag never matches.
        case .tags(let tags): precondition.expected = tags.filter { !$0.isWeak }.compactMap(TaskVersion.init)
        }
        switch try condition(.ifNoneMatch) {
        case nil: break
        case .any: precondition.expected = []
        case .tags(let tags): precondition.excluded = tags.compactMap(TaskVersion.init)
        }
        return precondition
    }

    /// What `If-None-Match` says the client has; `nil` when it has nothing.
    ///
    /// - Throws: ``APIError`` when the field is malformed.
    func possession() throws(APIError) -> EntityTagCondition? { try condition(.ifNoneMatch) }

    private func condition(_ name: HTTPField.Name) throws(APIError) -> EntityTagCondition? {
        guard let value = request.head[name] else { return nil }
        guard let condition = EntityTagCondition(value) else {
            throw .badRequest("If-Match and If-None-Match must be * or a list of entity tags")
        }
        return condition
    }

    /// The key of the request, with what tells it apart from others: method, path and, to the letter, body.
    ///
    /// Empty segments of the path do not count, as in ``RouteTable``. Neither query nor condition belong to it: whoever
    /// repeats a change under another condition wants the change that was made.
    ///
    /// - Parameter body: the request's.
    /// - Returns: `nil` when the request has no key.
    /// - Throws: ``APIError`` when the key is malformed.
    func idempotentRequest(_ body: ByteBuffer) throws(APIError) -> IdempotentRequest? {
        guard let value = request.head[.idempotencyKey] else { return nil }
        guard let key = IdempotencyKeyField.key(value) else {
            throw .badRequest("Idempotency-Key must be 1 to 255 visible ASCII characters")
        }
        let path = request.target.path.split(separator: "/").joined(separator: "/")
        var hash = SHA256()
        hash.update(data: Array("\(request.method.rawValue) /\(path)\n".utf8))
        body.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        return IdempotentRequest(
            key: key,
            fingerprint: hash.finalize().map { byte in
                byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
            }.joined()
        )
    }
}

extension EntityTagCondition {
    /// Whether the client has this version already; weak comparison, as `If-None-Match` has it.
    func includes(_ version: TaskVersion) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { $0.opaque == EntityTag(version).opaque }
        }
    }
}

extension EntityTag {
    /// The strong tag of a version; no other version of any task has it.
    init(_ version: TaskVersion) {
        var opaque: [UInt8] = []
        Self.writeOpaque(of: version, to: &opaque)
        self.init(opaque: String(decoding: opaque, as: UTF8.self))
    }

    /// Appends the description of a version's tag, without making one.
    static func write(_ version: TaskVersion, to bytes: inout [UInt8]) {
        bytes.append("\"")
        writeOpaque(of: version, to: &bytes)
        bytes.append("\"")
    }

    private static func writeOpaque(of version: TaskVersion, to bytes: inout [UInt8]) {
        bytes.append(decimal: version.id.rawValue)
        bytes.append("-")
        bytes.append(decimal: version.number)
    }
}

extension TaskVersion {
    /// The version that a tag stands for, or `nil` when the tag is none of this service's.
    init?(_ tag: EntityTag) {
        let parts = tag.opaque.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let id = Int64(parts[0]).flatMap(TodoTask.ID.init), let number = Int64(parts[1]),
            number > 0
        else { return nil }
        self.init(id: id, number: number)
        guard EntityTag(self).opaque == tag.opaque else { return nil }
    }
}
