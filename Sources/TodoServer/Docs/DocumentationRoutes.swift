import HTTPTypes
import NIOCore

/// What describes the API: to machines by `/openapi.json`, to people by `/docs`.
///
/// Both are made once, at the start, and neither needs a token.
struct DocumentationRoutes: Sendable {
    private let document: ByteBuffer
    private let page: DocumentationPage

    init(_ description: APIDescription) {
        document = ByteBuffer(string: OpenAPIDocument.make(description).compactText)
        page = DocumentationPage(description)
    }

    var routes: [Route] {
        [
            Route("/openapi.json", .get) { [document] _ in
                var response = Response.json(document)
                response.headers[.cacheControl] = "no-cache"
                return response
            },
            Route("/docs", .get) { [page] request in
                Response(
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
