import HTTPTypes
import TodoJSON

extension DocumentationPage {
    /// Sends requests from the page itself; hidden until the script runs that makes it work.
    static func console(_ description: APIDescription) -> HTML {
        """
        <section id="console">
        <h2>Console</h2>
        <p>Sends requests to this very service, with the rights of the token that you give it.</p>
        <p id="console-fallback">The console needs JavaScript. The commands on this page do the same in a shell.</p>
        <form id="console-form" class="console" autocomplete="off" hidden>
        <div class="request">
        <p class="control"><label for="console-token">Token</label>
        <input id="console-token" type="password" autocomplete="off" spellcheck="false" placeholder="eyJhbGciOiJIUzI1NiIs…" \
        aria-describedby="console-token-hint">
        <span id="console-token-hint" class="hint">Kept in the memory of this page alone, and gone when you reload it.</span></p>
        <p class="control"><label for="console-operation">Operation</label>
        <a id="console-about" href="#tasks">Description</a>
        <select id="console-operation">
        \(APIOperation.Group.allCases.map { choices($0, description.operations(in: $0)) })</select></p>
        \(description.operations.map(inputs))
        <p class="actions"><button id="console-send" class="primary">Send</button>
        <button id="console-cancel" type="button" hidden>Cancel</button>
        <span class="hint"><kbd>Ctrl</kbd> or <kbd>⌘</kbd> with <kbd>Enter</kbd> sends from any field</span></p>
        </div>
        <div class="exchange">
        <figure><figcaption><span>Request as curl</span> <span id="console-copied" role="status"></span>
        <button id="console-copy" type="button">Copy</button></figcaption><pre><code id="console-command"></code></pre></figure>
        <figure id="console-answer"><figcaption id="console-told">Answer</figcaption>
        <div role="status"><p id="console-outcome">Nothing was sent yet.</p><dl id="console-meaning"></dl></div>
        <pre><code id="console-head"></code></pre>
        <pre tabindex="0" role="region" aria-label="Body of the answer"><code id="console-body"></code></pre></figure>
        </div>
        </form>
        </section>
        """
    }

    /// Leads from an operation's description to the console, where there is one.
    static func tryLink(_ operation: APIOperation) -> HTML {
        """
        <a class="try" href="#console" data-operation="\(operation.id)" aria-label="Try it: \(operation.title)" hidden>Try it</a>
        """
    }

    private static func choices(_ group: APIOperation.Group, _ operations: [APIOperation]) -> HTML {
        let options = operations.map { operation -> HTML in
            "<option value=\"\(operation.id)\">\(operation.title)</option>\n"
        }
        return "<optgroup label=\"\(group.rawValue)\">\n\(options)</optgroup>\n"
    }

    /// Everything that a request for the operation may be given; the script reads it from the attributes `data-…`.
    private static func inputs(_ operation: APIOperation) -> HTML {
        let mediaType = operation.body?.mediaTypes.first.map { type -> HTML in " data-media-type=\"\(type)\"" }
        let attributes: HTML = """
            data-operation="\(operation.id)" data-method="\(operation.method.rawValue)" data-path="\(operation.path)"\
            \(mediaType ?? "")\(HTML.when(operation.isProtected, " data-protected"))
            """
        return """
            <fieldset \(attributes) hidden disabled>
            <legend>\(methodLabel(operation)) <code>\(operation.path)</code></legend>
            \(operation.parameters.map { input($0, operation) })\(operation.body.map { input($0, operation) } ?? "")</fieldset>

            """
    }

    private static func input(_ parameter: APIOperation.Parameter, _ operation: APIOperation) -> HTML {
        let (field, place) = (parameter.field, parameter.place.rawValue)
        let id = "console-\(operation.id)-\(field.name)"
        return """
            <p class="control"><label for="\(id)"><code>\(field.name)</code> <span>\(place)</span></label>
            <input id="\(id)" name="\(field.name)" data-place="\(place)" spellcheck="false" \
            placeholder="\(parameter.example?.compactText ?? "")"\(HTML.when(field.isRequired, " required"))></p>

            """
    }

    private static func input(_ body: APIOperation.RequestBody, _ operation: APIOperation) -> HTML {
        let id = "console-\(operation.id)-body"
        let examples = body.examples.map { example -> HTML in
            """
            <button type="button" class="example" data-example="\(example.value.indentedText)">\(example.summary)</button>

            """
        }
        return """
            <p class="control full"><label for="\(id)">Body\(HTML.when(!body.isRequired, " <span>optional</span>"))</label>
            <textarea id="\(id)" data-place="body" rows="5" spellcheck="false">\
            \(body.examples.first?.value.indentedText ?? "")</textarea></p>
            <p class="examples full">\(examples)</p>

            """
    }
}
