/// Foreign text between quotation marks, such that it can neither steer a terminal nor pretend to be ours.
enum Quotation {
    /// The most scalar values that are shown.
    private static let limit = 256

    static func text(_ foreign: String) -> String {
        let scalars = foreign.unicodeScalars
        let shown = scalars.prefix(limit).map { isPlain($0) ? String($0) : $0.escaped(asASCII: true) }.joined()
        return "\"\(shown)\(scalars.count > limit ? "…" : "")\""
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar != "\"", scalar != "\\" else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }
}
