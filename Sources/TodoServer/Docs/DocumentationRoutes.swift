import HTTPTypes
import NIOCore

/// What describes the API: to machines by `/openapi.json`, to people by `/docs`.
///
/// Both are made once, beside the start, which does not wait for them; neither needs a token.
struct DocumentationRoutes: Sendable {
    private let document: Task<ByteBuffer, Never>
    private let page: Task<DocumentationPage, Never>

    init(_ description: APIDescription) {
        document = Task(priority: .utility) { ByteBuffer(string: OpenAPIDocument.make(description).compactText) }
        page = Task(priority: .utility) { DocumentationPage(description) }
    }

    var routes: [Route] {
        [
            Route("/openapi.json", .get) { [document] _ in
                var response = Response.json(await document.value)
                response.headers[.cacheControl] = "no-cache"
                return response
            },
            Route("/docs", .get) { [page] request in
                let page = await page.value
                return Response(
                    status: .ok,
                    headers: [
                        .contentType: "text/html; charset=utf-8",
                        .cacheControl: "no-cache",
                        .contentSecurityPolicy: page.contentSecurityPolicy,
                        .referrerPolicy: "no-referrer",
                    ],
                    body: .whole(page.bytes(for: PublicAddress(request)))
                )
            },
        ]
    }
}
