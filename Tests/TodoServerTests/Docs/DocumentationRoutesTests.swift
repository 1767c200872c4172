import Crypto
import Foundation
import HTTPTypes
import Testing
import TodoCore

@testable import TodoServer

@Suite struct DocumentationRoutesTests {
    private let app: TestApp

    init() throws {
        app = try TestApp(store: .unimplemented, isReady: { false })
    }

    @Test(arguments: [("/openapi.json", "application/json"), ("/docs", "text/html; charset=utf-8")])
    func theDocumentsNeedNeitherTokenNorStore(path: String, type: String) async throws {
        let answer = try await app.send(.get, path, as: nil)
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == type)
        #expect(answer.headers[.cacheControl] == "no-cache")
        #expect(answer.headers[.contentLength] == String(answer.body.utf8.count))
        #expect(try await app.send(.get, path + "/", as: nil).body == answer.body)
    }

    @Test(arguments: ["/openapi.json", "/docs"])
    func headIsGetWithoutABody(path: String) async throws {
        let get = try await app.send(.get, path, as: nil)
        let head = try await app.send(.head, path, as: nil)
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        #expect(head.headers[.contentLength] == get.headers[.contentLength])
    }

    @Test(arguments: ["/openapi.json", "/docs"])
    func anotherMethodIsNotAllowed(path: String) async throws {
        let answer = try await app.send(.post, path, as: nil)
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "GET, HEAD, OPTIONS")
    }

    @Test func thePolicyOfThePageAllowsItsOwnStyleAndScriptAndNothingElse() async throws {
        let answer = try await app.send(.get, "/docs", as: nil)
        let style = try #require(answer.body.firstMatch(of: /<style>((?s).*?)<\/style>/)).output.1
        let script = try #require(answer.body.firstMatch(of: /<script type="module">((?s).*?)<\/script>/)).output.1
        #expect(
            answer.headers[.contentSecurityPolicy]
                == "default-src 'none'; style-src '\(source(style))'; script-src '\(source(script))'; connect-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
        )
    }

    private func source(_ text: Substring) -> String {
        "sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())"
    }

    @Test func theRootLinksToTheDocuments() async throws {
        let body = try await app.send(.get, "/", as: nil).body
        #expect(body.contains(#""docs":"/docs""#))
        #expect(body.contains(#""openapi":"/openapi.json""#))
    }
}
