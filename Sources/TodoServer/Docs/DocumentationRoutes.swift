import HTTPTypes
import NIOConcurrencyHelpers
import NIOCore
import TodoJSON

/// What describes the API: to machines by `/openapi.json`, to people by `/docs`.
///
/// Both are made once, when somebody asks for them first; neither needs a token.
struct DocumentationRoutes: Sendable {
    private let document: MadeOnce<ByteBuffer>
    private let page: MadeOnce<DocumentationPage>

    init(_ description: APIDescription) {
        document = MadeOnce { ByteBuffer(string: OpenAPIDocument.make(description).compactText) }
        page = MadeOnce { DocumentationPage(description) }
    }

    var routes: [Route] {
        [
            Route("/openapi.json", .get) { [document] _ in
                .waiting {
                    var response = Response.json(await document.value())
                    response.isPublic = true
                    return response
                }
            },
            Route("/docs", .get) { [page] request in
                .waiting {
                    let page = await page.value()
                    var response = Response(
                        .ok,
                        [
                            .contentType: "text/html; charset=utf-8",
                            .contentSecurityPolicy: page.contentSecurityPolicy,
                            .referrerPolicy: "no-referrer",
                        ],
                        body: .whole(page.bytes(for: PublicAddress(request)))
                    )
                    response.isPublic = true
                    return response
                }
            },
        ]
    }
}

/// A value that takes too long to be made on an event loop.
private struct MadeOnce<Value: Sendable>: Sendable {
    private let task = NIOLockedValueBox<Task<Value, Never>?>(nil)
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) {
        self.make = make
    }

    func value() async -> Value {
        let task = task.withLockedValue { task in
            if let task { return task }
            let new = Task(priority: .utility) { make() }
            task = new
            return new
        }
        return await task.value
    }
}
