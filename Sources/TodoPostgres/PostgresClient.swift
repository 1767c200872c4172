public import Logging
public import NIOCore
public import ServiceLifecycle
public import TodoCore

public final class PostgresClient: Service {
    public let taskStore: TaskStore = .unimplemented
    public init(url: String, poolSize: Int, eventLoopGroup: any EventLoopGroup, logger: Logger) {}
    public func run() async throws {}
    /// Whether the database answers and its schema fits; says why not.
    public func readiness() async -> Readiness { .ready }
}

public enum Readiness: Sendable, Hashable {
    case ready
    case notReady(String)
}
