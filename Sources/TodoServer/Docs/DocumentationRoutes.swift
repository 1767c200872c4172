import HTTPTypes
import Hummingbird
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

    func add(to router: Router<AppRequestContext>) {
        router.get("/openapi.json") { [document] _, _ in
            var response = Response.json(document)
            response.headers[.cacheControl] = "no-cache"
            return response
        }
        router.get("/docs") { [page] request, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8",
                    .cacheControl: "no-cache",
                    .contentSecurityPolicy: page.contentSecurityPolicy,
                    .referrerPolicy: "no-referrer",
                ],
                body: ResponseBody(byteBuffer: page.bytes(for: PublicAddress(request)))
            )
        }
    }
}
