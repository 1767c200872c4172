import HTTPParsing
import HTTPTypes
import NIOCore
import Testing

@testable import TodoServer

@Suite struct DocumentationPageTests {
    private let description = APIDescription(maxBodyBytes: 1_048_576)

    private func page(host: String? = "todo.example.com", scheme: String = "http") throws -> String {
        let head: RequestHead =
            if let host {
                .of("GET", "/docs", ["Host": host, "X-Forwarded-Proto": scheme])
            } else {
                .of("GET", "/docs", ["X-Forwarded-Proto": scheme])
            }
        let request = Request(head, .whole(ByteBuffer()), among: RouteTable([]))
        return String(buffer: DocumentationPage(description).bytes(for: PublicAddress(request)))
    }

    @Test func everyOperationHasASectionAndALinkToIt() throws {
        let page = try page()
        for operation in description.operations {
            #expect(page.contains("<article id=\"\(operation.id)\">"))
            #expect(page.contains("<li><a href=\"#\(operation.id)\">"))
            #expect(page.contains("<code>\(operation.path)</code>"))
        }
    }

    @Test func everyErrorHasARow() throws {
        let page = try page()
        for entry in description.errors.entries {
            let hasRow = page.contains("<tbody id=\"\(entry.anchor)\">")
            #expect(hasRow, "\(entry.name)")
            for message in entry.reasons.flatMap(\.messages) {
                let item: HTML = "<li>\(message)</li>"
                let isShown = page.contains(item.text)
                #expect(isShown, "\(message)")
            }
        }
    }

    @Test func everyLinkWithinThePageLeadsSomewhere() throws {
        let page = try page()
        let targets = Set(page.matches(of: /href="#([^"]+)"/).map { String($0.output.1) })
        let ids = page.matches(of: /\ id="([^"]+)"/).map { String($0.output.1) }
        #expect(targets.subtracting(ids) == [])
        #expect(Set(ids).count == ids.count)
    }

    @Test func nothingIsLoadedAndNothingRunsButTheConsole() throws {
        let script: HTML = "<script type=\"module\">\(HTML(text: ConsoleScript.text))</script>"
        let parts = try page().split(separator: script.text)
        #expect(parts.count == 2)
        let page = parts.joined()
        for markup in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url(", "javascript:", " style="] {
            #expect(!page.contains(markup), "\(markup)")
        }
        #expect(!page.contains(/<[^>]* on[a-z]+=/))
    }

    @Test func theScriptCannotEndItsElement() {
        #expect(!ConsoleScript.text.contains("<"))
    }

    @Test func everyOperationCanBeTried() throws {
        let page = try page()
        for operation in description.operations {
            #expect(page.contains("<a class=\"try\" href=\"#console\" data-operation=\"\(operation.id)\""))
            #expect(page.contains("<option value=\"\(operation.id)\">"))
            let inputs: HTML = """
                <fieldset data-operation="\(operation.id)" data-method="\(operation.method.rawValue)" \
                data-path="\(operation.path)"
                """
            #expect(page.contains(inputs.text))
        }
    }

    @Test func aPatchIsTriedAsOne() throws {
        #expect(try page().contains(#"data-path="/api/tasks/{id}" data-media-type="application/merge-patch+json""#))
    }

    @Test func everyInputHasALabel() throws {
        let page = try page()
        let labels = Set(page.matches(of: /<label for="([^"]+)"/).map { String($0.output.1) })
        let inputs = Set(page.matches(of: /<(?:input|select|textarea) id="([^"]+)"/).map { String($0.output.1) })
        #expect(inputs.count > 20)
        #expect(inputs == labels)
    }

    @Test func theConsoleIsHiddenWithoutItsScript() throws {
        let page = try page()
        #expect(page.contains(/<form id="console-form"[^>]* hidden>/))
        #expect(!page.contains(/<a class="try"[^>]*[^n]>/))
    }

    @Test func answersTellTheirHeaders() throws {
        #expect(
            try page().contains(
                "The tasks.<span class=\"headers\"> <code>Link</code> <code>X-Total-Count</code> "
                    + "<code>Preference-Applied</code></span>"
            )
        )
    }

    @Test func commandsGoToTheAddressThatThePageWasReachedBy() throws {
        #expect(try page().contains("curl -sS &quot;http://todo.example.com/api/tasks"))
        let secure = try page(scheme: "https")
        #expect(secure.contains("curl -sS &quot;https://todo.example.com/api/tasks"))
        #expect(try page(host: "[::1]:8000").contains("http://[::1]:8000/api/tasks"))
    }

    @Test(arguments: ["\"><script>", "a b", "x/y", "a$(id)", "a`id`", "a';", "", nil])
    func aHostThatIsNoneIsNotRepeated(host: String?) throws {
        let page = try page(host: host)
        #expect(page.contains("http://127.0.0.1:8000/api/tasks"))
        if let host, !host.isEmpty { #expect(!page.contains("http://\(host)")) }
    }

    @Test func aForwardedSchemeIsHTTPSOrNothing() throws {
        #expect(try page(scheme: "javascript").contains("http://todo.example.com/"))
    }

    @Test func aPreparedCommandHasEveryPartOfTheRequest() throws {
        let replace = try #require(description.operations.first { $0.id == "replaceTask" })
        #expect(
            DocumentationPage.command(replace) == """
                curl -sS "\(DocumentationPage.address)/api/tasks/$ID" \\
                  -X PUT \\
                  -H "Authorization: Bearer $TOKEN" \\
                  -H "Content-Type: application/json" \\
                  -d '{"title":"Buy oat milk","completed":true}'
                """
        )
    }
}
