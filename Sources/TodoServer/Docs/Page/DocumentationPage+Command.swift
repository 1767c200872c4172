import HTTPTypes
import TodoJSON

extension DocumentationPage {
    /// The operation as a command for a shell in which `TOKEN` holds a token and `ID` a task's id.
    static func command(_ operation: APIOperation) -> String {
        var arguments = [#"curl -sS "\#(address)\#(target(operation))""#]
        // curl makes a POST of what has a body.
        if operation.method != .get, operation.method != .post { arguments.append("-X \(operation.method.rawValue)") }
        // Where there is no body to see, the head is shown.
        if operation.answers.allSatisfy({ $0.status == .noContent }) { arguments.append("-i") }
        if operation.isProtected { arguments.append(#"-H "Authorization: Bearer $TOKEN""#) }
        if let example = operation.body?.examples.first {
            arguments.append(#"-H "Content-Type: application/json""#)
            arguments.append("-d '\(example.value.compactText)'")
        }
        return arguments.joined(separator: " \\\n  ")
    }

    private static func target(_ operation: APIOperation) -> String {
        let query = operation.parameters.filter { $0.place == .query }
            .compactMap { parameter in parameter.example.map { "\(parameter.field.name)=\($0.compactText)" } }
        let path = operation.path.replacing("{id}", with: "$ID")
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }
}
