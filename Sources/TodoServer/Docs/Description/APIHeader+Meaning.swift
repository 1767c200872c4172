import TodoJSON

extension APIHeader {
    /// What it tells, in sentences in which backticks set off code.
    var summary: String {
        switch self {
        case .accept: "The media type that a body may have."
        case .acceptEncoding: "The coding that a body may have: none."
        case .accessControlAllowHeaders: "The headers that a script of another origin may send."
        case .accessControlAllowMethods: "The methods that a script of another origin may use."
        case .accessControlAllowOrigin:
            "The request’s `Origin`, where the service lets its scripts read responses; otherwise absent."
        case .accessControlExposeHeaders: "The headers that a script of another origin may read."
        case .accessControlMaxAge: "For how many seconds a browser may remember this answer."
        case .allow: "The methods that the path has, separated by commas."
        case .cacheControl: "Only the client itself may keep the response, and asks each time whether it still holds."
        case .contentSecurityPolicy: "The page may load its own style and nothing else."
        case .eTag: "The version of the task, for `If-Match` and `If-None-Match`."
        case .idempotencyReplayed:
            "`true` where the request was made before under its `Idempotency-Key`: this is that answer."
        case .link: "The next page (RFC 8288); absent on the last one, and where no page was asked for."
        case .location: "The path of what was created."
        case .preferenceApplied: "What of `Prefer` was heeded."
        case .referrerPolicy: "No other site is told that the visitor comes from here."
        case .retryAfter: "After how many seconds to try again."
        case .vary: "Caches keep the responses to different origins apart."
        case .wwwAuthenticate: "The challenge of RFC 6750."
        case .xContentTypeOptions: "The body is what `Content-Type` says, and nothing else."
        case .xRequestID:
            "What this response is called in the service’s log: the request’s own `X-Request-Id` where that is 1 to 128 of "
                + "`A-Z a-z 0-9 . _ -`, else one that the service made."
        case .xTotalCount:
            "How many tasks there are on all pages together, where `Prefer: count=exact` asked for it."
        }
    }

    /// What its value is.
    var type: APIType {
        switch self {
        case .accept: .choice(["application/json"])
        case .acceptEncoding: .choice(["identity"])
        case .accessControlMaxAge, .retryAfter, .xTotalCount: .number
        case .cacheControl: .choice(["private, no-cache", "no-cache"])
        case .eTag: .matching(Pattern.entityTag)
        case .idempotencyReplayed: .choice(["true"])
        case .location: .matching(Pattern.taskPath)
        case .preferenceApplied: .choice(["count=exact"])
        case .referrerPolicy: .choice(["no-referrer"])
        case .vary: .choice(["Origin"])
        case .xContentTypeOptions: .choice(["nosniff"])
        case .xRequestID: .matching(Pattern.requestID)
        case .accessControlAllowHeaders, .accessControlAllowMethods, .accessControlAllowOrigin,
            .accessControlExposeHeaders, .allow, .contentSecurityPolicy, .link, .wwwAuthenticate:
            .string()
        }
    }

    var example: JSONValue {
        switch self {
        case .accept: "application/json"
        case .acceptEncoding: "identity"
        case .accessControlAllowHeaders: .string(CORS.requestHeaders)
        case .accessControlAllowMethods: .string(CORS.methods)
        case .accessControlAllowOrigin: "https://todo.example.com"
        case .accessControlExposeHeaders: .string(CORS.exposedHeaders)
        case .accessControlMaxAge: 600
        case .allow: "GET, HEAD, OPTIONS, POST"
        case .cacheControl: "private, no-cache"
        case .contentSecurityPolicy: "default-src 'none'"
        case .eTag: #""42-2""#
        case .idempotencyReplayed: "true"
        case .link: #"</api/tasks?limit=50&cursor=\#(TaskExamples.cursor)>; rel="next""#
        case .location: "/api/tasks/42"
        case .preferenceApplied: "count=exact"
        case .referrerPolicy: "no-referrer"
        case .retryAfter: 1
        case .vary: "Origin"
        case .wwwAuthenticate:
            #"Bearer realm="todo", error="invalid_token", error_description="Token has expired""#
        case .xContentTypeOptions: "nosniff"
        case .xRequestID: "b7f3c2d1-2a"
        case .xTotalCount: 120
        }
    }
}
