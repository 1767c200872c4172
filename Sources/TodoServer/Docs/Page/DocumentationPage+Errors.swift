import HTTPTypes
import OrderedCollections
import TodoJSON

extension DocumentationPage {
    static func errors(_ errors: APIErrors) -> HTML {
        """
        <section id="errors">
        <h2>Errors</h2>
        <div class="columns">
        <div>
        <p>Every error has this body, whatever went wrong and wherever. Branch on <code>code</code>, show \
        <code>message</code> to a person, and put each sentence of <code>details</code> beside the field that it is keyed \
        by. <code>details</code> is there only where it says something.</p>
        <p>A 401 comes with <code>WWW-Authenticate</code>, a 405 with <code>Allow</code>, a 412 with \
        <code>ETag</code>, a 409 and a 503 with <code>Retry-After</code> in seconds.</p>
        </div>
        <div class="samples">
        \(sample("Error", refusal(TaskExamples.titleFault).indentedText))
        </div>
        </div>
        <table>
        <thead><tr><th scope="col">Status and code</th><th scope="col">Message</th><th scope="col">Cause</th>\
        <th scope="col">Remedy</th></tr></thead>
        \(errors.entries.map(rows))</table>
        </section>
        """
    }

    static func refusal(_ faults: APIOperation.Example) -> JSONValue {
        APIDescription.body(of: .validation([:]), details: faults.value)
    }

    private static func rows(_ entry: APIErrorEntry) -> HTML {
        let heading: HTML = """
            <th scope="rowgroup" rowspan="\(entry.reasons.count)"><span class="status">\(entry.status.code)</span> \
            <code>\(entry.code)</code></th>
            """
        let rows = entry.reasons.enumerated().map { index, reason -> HTML in
            """
            <tr>\(index == 0 ? heading : "")<td data-label="Message"><div>\(messages(reason))</div></td>\
            <td data-label="Cause"><div>\(HTML(prose: reason.cause))</div></td>\
            <td data-label="Remedy"><div>\(HTML(prose: reason.remedy))</div></td></tr>

            """
        }
        return """
            <tbody id="\(entry.anchor)">
            \(rows)</tbody>

            """
    }

    private static func messages(_ reason: APIErrorEntry.Reason) -> HTML {
        let items = reason.messages.map { message -> HTML in "<li>\(message)</li>" }
        guard items.count > 3 else { return "<ul>\(items)</ul>" }
        return "<details><summary>One of \(items.count)</summary><ul>\(items)</ul></details>"
    }
}
