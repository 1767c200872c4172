import HTTPTypes
import TodoJSON
import TodoSettings

extension APIOperation {
    static let service = [root, health, readiness, openAPI, docs]

    private static let root = APIOperation(
        id: "getService",
        method: .get,
        path: "/",
        group: .service,
        title: "Name and links",
        summary: "Says what answers here and where to go on.",
        answers: [
            Answer(
                status: .ok,
                summary: "Name, version, links.",
                content: .json(.service, example: HealthRoutes.description)
            )
        ],
        errors: general
    )

    private static let health = APIOperation(
        id: "getHealth",
        method: .get,
        path: "/health",
        group: .service,
        title: "Health",
        summary: "Answers as long as the process runs. Never touches the database.",
        answers: [
            Answer(
                status: .ok,
                summary: "The process runs.",
                content: .json(.health, example: ["status": "healthy", "version": .string(Version.current)])
            )
        ],
        errors: general
    )

    private static let readiness = APIOperation(
        id: "getReadiness",
        method: .get,
        path: "/health/ready",
        group: .service,
        title: "Readiness",
        summary: "Says whether requests for tasks would be served now: "
            + "the database answers, its schema fits, and the service is not stopping.",
        answers: [
            Answer(status: .ok, summary: "Ready.", content: .json(.readiness, example: ["status": "ready"])),
            Answer(
                status: .serviceUnavailable,
                summary: "Not ready.",
                content: .json(.readiness, example: ["status": "unavailable"]),
                headers: [.retryAfter]
            ),
        ],
        errors: general
    )

    private static let openAPI = APIOperation(
        id: "getOpenAPI",
        method: .get,
        path: "/openapi.json",
        group: .service,
        title: "OpenAPI document",
        summary: "Describes this API in OpenAPI 3.1, for client generators and API tools.",
        answers: [
            Answer(
                status: .ok,
                summary: "The document.",
                content: .other(mediaType: "application/json", summary: "An OpenAPI 3.1 document.")
            )
        ],
        errors: general
    )

    private static let docs = APIOperation(
        id: "getDocs",
        method: .get,
        path: "/docs",
        group: .service,
        title: "This page",
        summary: "Describes this API for people.",
        answers: [
            Answer(
                status: .ok,
                summary: "The page.",
                content: .other(mediaType: "text/html", summary: "A page in HTML."),
                headers: [.contentSecurityPolicy, .referrerPolicy]
            )
        ],
        errors: general
    )
}
