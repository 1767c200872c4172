import TodoCore
import TodoJSON

extension APIOperation.Parameter {
    static let taskID = APIOperation.Parameter(
        field: APIField("id", .identifier, isRequired: true, "The task’s `id`."),
        place: .path,
        example: 42
    )

    /// What a list may be asked for.
    static let ofList = [
        APIOperation.Parameter(
            field: APIField(
                "completed",
                .flag,
                isRequired: false,
                "Only tasks that are done, or only those that are not. "
                    + "`true`, `false`, `1` and `0` are taken, in any case."
            ),
            place: .query,
            example: false
        ),
        APIOperation.Parameter(
            field: APIField(
                "limit",
                .count,
                isRequired: false,
                "One page of at most so many tasks, instead of all. Above \(ListParameters.largestPage) is taken as "
                    + "\(ListParameters.largestPage); \(ListParameters.defaultPage) where only `cursor` is given."
            ),
            place: .query,
            documentExample: .integer(ListParameters.defaultPage)
        ),
        APIOperation.Parameter(
            field: APIField(
                "cursor",
                .cursor,
                isRequired: false,
                "Where the page begins. Take it from `Link`, with the rest of that address; it has no meaning for you."
            ),
            place: .query,
            documentExample: .string(TaskExamples.cursor)
        ),
        header(
            "Prefer",
            .string(),
            "`count=exact` has `X-Total-Count` say how many tasks there are on all pages together.",
            "count=exact"
        ),
    ]

    static let ifNoneMatch = header(
        "If-None-Match",
        .entityTags,
        "Tags that you have, or `*`. Where the task’s is among them, the answer is 304 without a body.",
        #""42-2""#
    )

    static let ifMatch = header(
        "If-Match",
        .entityTags,
        "Tags of versions that you want changed, or `*`. Where the task has another, nothing is changed, and the answer "
            + "is 412.",
        #""42-2""#
    )

    /// ``ifNoneMatch`` of a request that changes the task.
    static let ifNoneMatchOfWrite = header(
        "If-None-Match",
        .entityTags,
        "Tags of versions that you do not want changed, or `*` for any. Where the task has one of them, nothing is changed, "
            + "and the answer is 412.",
        #""42-1""#
    )

    static let idempotencyKey = header(
        "Idempotency-Key",
        .matching(Pattern.idempotencyKey),
        "A name of yours for this request, of 1 to \(IdempotencyKey.maximumLength) visible ASCII characters, quoted or bare. "
            + "Repeated under it within \(IdempotentRequest.lifetimeInHours) hours, it is answered as the first time, and "
            + "nothing is done twice.",
        "5e0c3a52-6a0e-4b0f-9d8e-6f2a1d9c7b11"
    )

    /// What any request may carry.
    static let ofEveryRequest = [
        header(
            "X-Request-Id",
            .string(),
            "What to call the request in the service’s log. Anything but 1 to 128 of `A-Z a-z 0-9 . _ -` is ignored.",
            "b7f3c2d1-2a"
        ),
        header(
            "traceparent",
            .string(),
            "The trace that the request belongs to (W3C Trace Context). A malformed one is ignored.",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        ),
    ]

    private static func header(
        _ name: String,
        _ type: APIType,
        _ summary: String,
        _ example: JSONValue
    ) -> APIOperation.Parameter {
        APIOperation.Parameter(
            field: APIField(name, type, isRequired: false, summary),
            place: .header,
            documentExample: example
        )
    }
}
