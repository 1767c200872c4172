import Foundation
import HTTPParsing
import HTTPTypes
import JWKSClient
import Logging
import NIOCore
import NIOPosix
import Testing
import TodoCore
import TodoPostgres
import TodoSettings
import TodoTestSupport

@testable import TodoServer

/// The whole server but its sockets: requests go to the responder that connections give theirs to.
struct TestApp: Sendable {
    let app: App

    init(
        store: TaskStore = .inMemory(now: { Token.now }),
        settings: [String: String] = [:],
        fetchKeys: JWKSSource.Fetch? = nil,
        isReady: @escaping @Sendable () async -> Bool = { true },
        limits: HTTPLimits = HTTPLimits(),
        drainTimeout: Duration = .seconds(20),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        onListening: @escaping @Sendable (Setting, any Channel) -> Void = { _, _ in }
    ) throws {
        let environment = Environment(
            ["BETTER_AUTH_SECRET": Token.secret, "PORT": "0"].merging(settings) { $1 }
        )
        app = try App.build(
            ServerSettings(environment),
            AuthenticationSettings(environment),
            App.Parts(
                store: store,
                readiness: { await isReady() ? .ready : .notReady(causes: ["the test says so"]) },
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                fetchKeys: fetchKeys,
                now: { Token.now },
                limits: limits,
                logger: logger,
                drainTimeout: drainTimeout,
                onListening: onListening
            )
        )
    }

    /// Sends a request with the token of `user`, none if that is `nil`; a body is `application/json` unless `headers` say
    /// otherwise.
    ///
    /// An answer that the documents lack is an issue.
    func send(
        _ method: HTTPRequest.Method,
        _ target: String,
        as user: String? = "alice",
        headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Answer {
        try await send(method, target, as: user, headers: headers, bytes: body.map { ByteBuffer(string: $0) })
    }

    func send(
        _ method: HTTPRequest.Method,
        _ target: String,
        as user: String? = "alice",
        headers: HTTPFields = [:],
        bytes: ByteBuffer?
    ) async throws -> Answer {
        var headers = headers
        if let user { headers[.authorization] = "Bearer \(Token.of(user))" }
        if bytes != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let lines = headers.map { "\($0.name.rawName): \($0.value)\r\n" }.joined()
        let head = RequestHead.of(method.rawValue, target, lines: "Host: test\r\n" + lines)
        let request = Request(head, .whole(bytes ?? ByteBuffer()), among: app.responder.routes)
        let response = await app.responder.respond(to: request, app.responder.handle(request))
        let body = try await response.body.collected()
        let answer = Answer(
            status: response.head.status,
            headers: HTTPFields(response.head),
            body: String(buffer: body)
        )
        let isDocumented = Self.description.has(answer, to: method, target)
        #expect(isDocumented, "\(method) \(target): \(answer.status) \(answer.body)")
        return answer
    }
}

extension TestApp {
    /// Every route of the server, such as `GET /health`.
    static func routes() throws -> [String] {
        let environment = Environment(["BETTER_AUTH_SECRET": Token.secret])
        return try App.routes(
            ServerSettings(environment),
            Authenticator(secret: Token.secret),
            App.Parts(
                store: .unimplemented,
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ),
            ReadinessProbe(logger: Logger(label: "test")) { .ready }
        ).map { "\($0.method) \($0.path)" }
    }

    private static let description = APIDescription(maxBodyBytes: 1_048_576)
}

/// A response, read to its end.
struct Answer: Equatable {
    var status: Int
    var headers: HTTPFields
    var body: String
}

extension Response.Body {
    /// All of it, its parts put together.
    fileprivate func collected() async throws -> ByteBuffer {
        switch self {
        case .none:
            return ByteBuffer()
        case .whole(let buffer):
            return buffer
        case .parts(let write):
            var buffer = ByteBuffer()
            try await write { part in buffer.writeImmutableBuffer(part) }
            return buffer
        }
    }
}

extension HTTPFields {
    /// The fields of a response's head, read back from its lines.
    init(_ head: ResponseHead) {
        self.init()
        for line in String(decoding: head.bytes, as: UTF8.self).components(separatedBy: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { continue }
            append(HTTPField(name: name, value: parts[1].trimmingCharacters(in: .whitespaces)))
        }
    }
}
