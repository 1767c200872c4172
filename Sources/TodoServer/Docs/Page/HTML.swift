/// Text in HTML: what is written out in it is markup, what is put in by interpolation is escaped unless it is HTML itself.
///
/// So nothing gets into a page unescaped by being forgotten.
struct HTML: Sendable, Hashable {
    let text: String
}

extension HTML: ExpressibleByStringInterpolation {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ html: HTML) { text += html.text }
        mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
        mutating func appendInterpolation(_ content: String) { text += HTML.escaped(content) }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
    }

    init(stringLiteral value: String) { text = value }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// The text with each character that means something in HTML, in an element or an attribute, as a reference.
    private static func escaped(_ content: String) -> String {
        var result = ""
        result.reserveCapacity(content.utf8.count)
        for scalar in content.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension HTML {
    /// `html`, or nothing.
    ///
    /// Within an interpolation `condition ? "<b>" : ""` would be a `String`, and so be escaped.
    static func when(_ condition: Bool, _ html: HTML) -> HTML { condition ? html : "" }

    /// Sentences in which backticks set off code.
    init(prose: String) {
        let parts = prose.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        text = parts.map { index, part -> HTML in
            index.isMultiple(of: 2) ? "\(String(part))" : "<code>\(String(part))</code>"
        }
        .reduce(into: "") { $0 += $1.text }
    }
}
