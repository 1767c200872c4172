import HTTPParsing
import OrderedCollections
import TodoCore

// What can go wrong with any request; Authentication has a file of its own.
extension APIErrors {
    typealias Reason = APIErrorEntry.Reason

    static let badRequest = [
        Reason(
            errors: [
                .badRequest("Request body is not valid JSON"),
                .badRequest("Request body is not UTF-8"),
            ],
            cause: "The body cannot be read as JSON in UTF-8.",
            remedy: "Send what `JSON.stringify` or your language’s JSON library makes."
        ),
        Reason(
            errors: [
                .badRequest("If-Match and If-None-Match must be * or a list of entity tags"),
                .badRequest("Idempotency-Key must be 1 to 255 visible ASCII characters"),
            ],
            cause: "One of these headers is malformed.",
            remedy: "Send a tag with its quotation marks, as `ETag` has it; a UUID makes a good key."
        ),
        Reason(
            errors: [
                .improperHost
            ] + RequestFault.allCases.map(APIError.init) + [.incompleteHead, .incompleteBody],
            cause: "The request breaks the rules of HTTP/1.1, or broke off. The connection is closed.",
            remedy: "Look at the client or the proxy between. A URL or cookie of many kilobytes is a frequent cause."
        ),
    ]

    static let taskNotFound = [
        Reason(
            errors: [APIError(TodoError.taskNotFound)],
            cause: "There is no such task, or it belongs to someone else: the two cannot be told apart.",
            remedy: "Drop the task from what you show, and list the tasks again."
        )
    ]

    static let resourceNotFound = [
        Reason(
            errors: [.resourceNotFound],
            cause: "Nothing is found at this path.",
            remedy: "Compare the path with those on this page."
        )
    ]

    static let methodNotAllowed = [
        Reason(
            errors: [.methodNotAllowed(allow: "GET, HEAD, OPTIONS, POST")],
            cause: "The path is known, but not with this method.",
            remedy: "Use a method that the header `Allow` names."
        )
    ]

    static let requestTimeout = [
        Reason(
            errors: [.requestTimeout],
            cause: "The request came too slowly. The connection is closed.",
            remedy: "Repeat it."
        )
    ]

    static let conflict = [
        Reason(
            errors: [APIError(TodoError.stillRunning)],
            cause: "A request under this `Idempotency-Key` is under way.",
            remedy:
                "Repeat yours under the same key after as many seconds as `Retry-After` says: it gets that one’s answer."
        )
    ]

    static let preconditionFailed = [
        Reason(
            errors: [APIError(TodoError.preconditionFailed(TaskVersion(id: TodoTask.ID(unchecked: 42), number: 2)))],
            cause:
                "The task has changed since: it is not in a version that `If-Match` or `If-None-Match` allows. Nothing was "
                + "changed. `ETag` names the version that it has now.",
            remedy: "Read the task, apply the change to what it is now, and try again with the new tag."
        )
    ]

    static let idempotencyKeyReused = [
        Reason(
            errors: [APIError(TodoError.idempotencyKeyReused)],
            cause:
                "The `Idempotency-Key` stands for another request: another method, path or body. Nothing was changed.",
            remedy: "Make a new key for every request that is not a repetition."
        )
    ]

    static func payloadTooLarge(_ maxBodyBytes: Int) -> [Reason] {
        [
            Reason(
                errors: [.payloadTooLarge(limit: maxBodyBytes)],
                cause: "The body is larger than this service takes.",
                remedy: "Shorten the description."
            )
        ]
    }

    static let unsupportedMediaType = [
        Reason(
            errors: [.unsupportedMediaType],
            cause: "The header `Content-Type` says that the body is something else than JSON in UTF-8.",
            remedy: "Send `Content-Type: application/json`."
        ),
        Reason(
            errors: [.unsupportedContentCoding],
            cause: "The header `Content-Encoding` says that the body is compressed.",
            remedy: "Send the body as it is."
        ),
    ]

    static let validation = [
        Reason(
            errors: [.validation([:])],
            cause: "The body, the task id in the path or a query parameter was refused. Nothing was changed.",
            remedy: "Show each sentence of `details` beside the field that it is keyed by."
        )
    ]

    static let defect = [
        Reason(
            errors: [.defect],
            cause: "A defect in this service.",
            remedy: "Report it with the value of `X-Request-Id`, which is in the service’s log."
        )
    ]

    static let unavailable = [
        Reason(
            errors: [.unavailable(), .unavailable("Too many connections")],
            cause: "The database cannot be reached, or the service is overloaded. Nothing was changed.",
            remedy: "Repeat the request after as many seconds as `Retry-After` says."
        ),
        Reason(
            errors: [
                APIError(TodoError.outcomeUnknown()), APIError(TodoError.cancelled),
                .unavailable("The request took too long"),
            ],
            cause: "The service gave up while the request was under way. A change may or may not have been made.",
            remedy: "Read the task before you repeat a change."
        ),
    ]
}
