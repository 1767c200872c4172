import Hummingbird
import NIOCore
import TodoPostgres
import TodoSettings

/// What operators ask, on a listener of its own that the outside cannot reach.
struct AdminRoutes: Sendable {
    let readiness: ReadinessProbe
    let keys: TrustedKeys
    let metrics: MetricsReport

    func add(to router: Router<AppRequestContext>) {
        router.get("/live") { _, _ in Response.json(["status": "alive"]) }
        router.get("/ready") { _, _ in
            switch await readiness.check() {
            case .ready:
                Response.json(["status": "ready"])
            case .notReady(let cause):
                Response.json(["status": "unavailable", "causes": [.string(cause)]], status: .serviceUnavailable)
            }
        }
        router.get("/metrics") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await metrics.text()))
            )
        }
        router.get("/keys") { _, _ in Response.json(keys.report) }
        router.get("/version") { _, _ in Response.json(["name": "todo", "version": .string(Version.current)]) }
    }
}

extension Response {
    fileprivate static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        .json(ByteBuffer(string: value.compactText), status: status)
    }
}
