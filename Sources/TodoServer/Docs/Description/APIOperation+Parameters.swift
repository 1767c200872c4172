import TodoCore

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
                .boolean,
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
            place: .query
        ),
        APIOperation.Parameter(
            field: APIField(
                "cursor",
                .string(),
                isRequired: false,
                "Where the page begins. Take it from `Link`, with the rest of that address; it has no meaning for you."
            ),
            place: .query
        ),
        APIOperation.Parameter(
            field: APIField(
                "Prefer",
                .string(),
                isRequired: false,
                "`count=exact` has `X-Total-Count` say how many tasks there are on all pages together."
            ),
            place: .header
        ),
    ]

    static let ifNoneMatch = APIOperation.Parameter(
        field: APIField(
            "If-None-Match",
            .string(),
            isRequired: false,
            "Tags that you have, or `*`. Where the task’s is among them, the answer is 304 without a body."
        ),
        place: .header
    )

    static let ifMatch = APIOperation.Parameter(
        field: APIField(
            "If-Match",
            .string(),
            isRequired: false,
            "Tags of versions that you want changed, or `*`. Where the task has another, nothing is changed, and the answer "
                + "is 412."
        ),
        place: .header
    )

    static let idempotencyKey = APIOperation.Parameter(
        field: APIField(
            "Idempotency-Key",
            .string(length: 1...IdempotencyKey.maximumLength),
            isRequired: false,
            "A name of yours for this request. Repeated under it within \(IdempotentRequest.lifetimeInHours) hours, it is "
                + "answered as the first time, and nothing is done twice."
        ),
        place: .header
    )
}
