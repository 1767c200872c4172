/// A metric's labels as they are written between braces, by which it is known among those of its name.
struct LabelText: Hashable, Sendable {
    let text: String

    init(_ dimensions: [(String, String)]) {
        let labels = dimensions.map { name, value in #"\#(name)="\#(Self.escaped(value, quotes: true))""# }
        text = labels.joined(separator: ",")
    }

    /// With braces, and with a bucket's bound as one more label; nothing when there are none.
    func braced(_ bound: String?) -> String {
        let labels = [text, bound.map { #"le="\#($0)""# } ?? ""].filter { !$0.isEmpty }
        return labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
    }

    /// Text as it may stand in a line: a value in quotation marks, or a help.
    static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += #"\\"#
            case "\n": escaped += #"\n"#
            case "\"" where quotes: escaped += #"\""#
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
