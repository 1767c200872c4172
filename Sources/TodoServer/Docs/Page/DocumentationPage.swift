import Crypto
import HTTPTypes
import NIOCore
import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The page that describes the API to people, with a console to try it: one file, nothing loaded from elsewhere.
struct DocumentationPage: Sendable {
    /// Lets a browser apply the page's own style sheet, run its own script, have that call this service, and do nothing else.
    ///
    /// No text can become markup or script there (`require-trusted-types-for`, where the browser knows it).
    let contentSecurityPolicy: String
    /// The page, cut where the address of the service goes.
    private let parts: [String]

    init(_ description: APIDescription) {
        contentSecurityPolicy =
            "default-src 'none'; style-src '\(Self.source(StyleSheet.text))'; script-src '\(Self.source(ConsoleScript.text))'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'"
        parts = Self.html(description).text.unicodeScalars
            .split(separator: Self.addressMark, omittingEmptySubsequences: false)
            .map { String($0) }
    }

    /// The page with commands that go to `address`.
    func bytes(for address: PublicAddress) -> ByteBuffer {
        ByteBuffer(string: parts.joined(separator: address.description))
    }

    /// Stands for the address of the service until a request tells it; a private-use character, so it means nothing else.
    static let address = String(addressMark)
    private static let addressMark: Unicode.Scalar = "\u{E000}"

    /// What a policy calls an element with this content (Content Security Policy Level 3, section 2.3.1).
    private static func source(_ text: String) -> String {
        "sha256-\(Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString())"
    }

    private static func html(_ description: APIDescription) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Todo API</title>
        <style>\(HTML(text: StyleSheet.text))</style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="frame">
        \(navigation(description))
        <main id="content">
        \(introduction)
        \(authentication)
        \(console(description))
        \(conventions(description))
        \(tasks(description))
        \(validation(description))
        \(errors(description.errors))
        \(service(description))
        <footer><p>Todo API \(Version.current) · <a href="/openapi.json">OpenAPI document</a> · \
        <a href="#top">Back to the top</a></p></footer>
        </main>
        </div>
        <script type="module">\(HTML(text: ConsoleScript.text))</script>
        </body>
        </html>

        """
    }

    private static func navigation(_ description: APIDescription) -> HTML {
        """
        <nav id="top" aria-label="Contents">
        <p class="brand"><a href="#content">Todo API</a> <span>\(Version.current)</span></p>
        <div class="links">
        <ul>
        <li><a href="#start">Get started</a></li>
        <li><a href="#authentication">Authentication</a></li>
        <li><a href="#console">Console</a></li>
        <li><a href="#conventions">Conventions</a></li>
        </ul>
        \(navigation(.tasks, description.operations(in: .tasks)))
        <p class="group">Reference</p>
        <ul>
        <li><a href="#validation">Validation</a></li>
        <li><a href="#errors">Errors</a></li>
        </ul>
        \(navigation(.service, description.operations(in: .service)))
        </div>
        </nav>
        """
    }

    private static func navigation(_ group: APIOperation.Group, _ operations: [APIOperation]) -> HTML {
        let links = operations.map { operation -> HTML in
            """
            <li><a href="#\(operation.id)">\(operation.title) \(methodLabel(operation))</a></li>

            """
        }
        return """
            <p class="group"><a href="#\(anchor(group))">\(group.rawValue)</a></p>
            <ul>
            \(links)</ul>

            """
    }

    static func anchor(_ group: APIOperation.Group) -> String { group.rawValue.lowercased() }

    static func methodLabel(_ operation: APIOperation) -> HTML {
        let method = operation.method.rawValue
        return "<span class=\"method \(method.lowercased())\">\(method)</span>"
    }
}
