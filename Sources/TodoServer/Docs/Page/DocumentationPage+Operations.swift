import HTTPTypes
import TodoJSON

extension DocumentationPage {
    static func tasks(_ description: APIDescription) -> HTML {
        """
        <section id="\(anchor(.tasks))">
        <h2>Tasks</h2>
        <div class="columns">
        <div>
        <h3 id="task">The task</h3>
        \(description.schemas.filter { $0.name == .task }.map(answerSchema))
        </div>
        <div class="samples">
        \(sample("Task", TaskExamples.created.indentedText))
        </div>
        </div>
        \(description.operations(in: .tasks).map { article($0, description) })</section>
        """
    }

    static func service(_ description: APIDescription) -> HTML {
        """
        <section id="\(anchor(.service))">
        <h2>Service</h2>
        <p>What is here needs no token.</p>
        \(description.operations(in: .service).map { article($0, description) })</section>
        """
    }

    private static func article(_ operation: APIOperation, _ description: APIDescription) -> HTML {
        """
        <article id="\(operation.id)">
        <h3><a href="#\(operation.id)">\(operation.title)</a></h3>
        <p class="endpoint">\(methodLabel(operation)) <code>\(operation.path)</code> \(tryLink(operation))</p>
        <div class="columns">
        <div>
        <p>\(HTML(prose: operation.summary))</p>
        \(input(operation, description))
        <h4>Responses</h4>
        \(responses(operation, description.errors))
        </div>
        <div class="samples">
        \(sample("Request", command(operation)))
        \(operation.answers.compactMap(answer))
        </div>
        </div>
        </article>

        """
    }

    private static func answerSchema(_ schema: APISchema) -> HTML {
        """
        <p>\(HTML(prose: schema.summary))</p>
        \(fields(schema.fields, isInput: false))
        """
    }

    private static func input(_ operation: APIOperation, _ description: APIDescription) -> [HTML] {
        var parts: [HTML] = APIOperation.Parameter.Place.allCases.compactMap { place in
            let parameters = operation.parameters.filter { $0.place == place }
            guard !parameters.isEmpty else { return nil }
            return "<h4>Parameters in the \(place.rawValue)</h4>\n\(fields(parameters.map(\.field)))"
        }
        if let body = operation.body, let schema = description.schemas.first(where: { $0.name == body.schema }) {
            parts.append(
                """
                <h4>Body \(HTML.when(!body.isRequired, "<em>optional</em>"))</h4>
                <p>\(HTML(prose: schema.summary))\(mediaTypes(body))</p>
                \(fields(schema.fields))
                """
            )
        }
        return parts
    }

    /// What a body may be sent as, where that is not JSON alone.
    private static func mediaTypes(_ body: APIOperation.RequestBody) -> HTML {
        guard body.mediaTypes.count > 1 else { return "" }
        return HTML(prose: " Sent as \(body.mediaTypes.map { "`\($0)`" }.joined(separator: " or ")).")
    }

    /// Which fields are required matters where a client sends them.
    private static func fields(_ fields: [APIField], isInput: Bool = true) -> HTML {
        let rows = fields.map { field -> HTML in
            """
            <div><dt><code>\(field.name)</code> <span>\(field.type.label)</span>\
            \(HTML.when(isInput && field.isRequired, " <em>required</em>"))</dt><dd>\(HTML(prose: field.summary))</dd></div>

            """
        }
        return "<dl class=\"fields\">\n\(rows)</dl>"
    }

    private static func responses(_ operation: APIOperation, _ errors: APIErrors) -> HTML {
        let answers = operation.answers.map { answer -> HTML in
            let headers = answer.headers.map { header -> HTML in " <code>\(header.rawValue)</code>" }
            return """
                <li><span class="status\(HTML.when(answer.status.kind == .successful, " success"))">\(answer.status.code)</span> \
                <span>\(HTML(prose: answer.summary))<span class="headers">\(headers)</span></span></li>

                """
        }
        let failures = errors.entries(operation.errors).map { entry -> HTML in
            """
            <li><span class="status">\(entry.status.code)</span> \
            <a href="#\(entry.anchor)"><code>\(entry.code)</code></a></li>

            """
        }
        return """
            <ul class="responses">
            \(answers)</ul>
            <ul class="responses failures">
            \(failures)</ul>
            """
    }

    private static func answer(_ answer: APIOperation.Answer) -> HTML? {
        switch answer.content {
        case .json(_, let example): sample("Response \(answer.status.code)", example.indentedText)
        case .none, .other: nil
        }
    }

    static func sample(_ title: String, _ text: String) -> HTML {
        "<figure><figcaption>\(title)</figcaption><pre><code>\(text)</code></pre></figure>\n"
    }
}
