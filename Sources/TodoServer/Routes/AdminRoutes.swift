import HTTPTypes
import NIOCore
import TodoJSON
import TodoPostgres
import TodoSettings

/// What operators ask, on a listener of its own that the outside cannot reach.
struct AdminRoutes: Sendable {
    let readiness: ReadinessProbe
    let keys: TrustedKeys
    let metrics: MetricsReport

    var routes: [Route] {
        [
            Route("/live", .get) { _ in .answered(.json(["status": "alive"])) },
            Route("/ready", .get) { _ in
                .waiting {
                    switch await readiness.check() {
                    case .ready:
                        .json(["status": "ready"])
                    case .notReady(let causes):
                        .json(
                            ["status": "unavailable", "causes": .array(causes.map { .string($0) })],
                            status: .serviceUnavailable
                        )
                    }
                }
            },
            Route("/metrics", .get) { _ in
                .waiting {
                    Response(
                        .ok,
                        [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                        body: .whole(ByteBuffer(string: await metrics.text()))
                    )
                }
            },
            Route("/keys", .get) { _ in .answered(.json(keys.report)) },
            Route("/version", .get) { _ in .answered(.json(["name": "todo", "version": .string(Version.current)])) },
        ]
    }
}

extension Response {
    fileprivate static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        .json(ByteBuffer(string: value.compactText), status: status)
    }
}
