import HTTPTypes

extension DocumentationPage {
    /// The operation as a command for a shell in which `TOKEN` holds a token and `ID` a task's id.
    static func command(_ operation: APIOperation) -> String {
        var options: [String] = []
        if operation.isProtected { options.append(#"-H "Authorization: Bearer $TOKEN""#) }
        if let example = operation.body?.examples.first {
            options.append(#"-H "Content-Type: application/json""#)
            options.append("-d '\(example.value.compactText)'")
        }
        return (["curl \(flags(operation))\"\(address)\(target(operation))\""] + options).joined(separator: " \\\n  ")
    }

    private static func flags(_ operation: APIOperation) -> String {
        switch operation.method {
        case .get: "-sS "
        case .post where operation.body != nil: "-sS "
        // The answer is a status and no body, so the head is shown.
        case .delete: "-sS -i -X DELETE "
        default: "-sS -X \(operation.method.rawValue) "
        }
    }

    private static func target(_ operation: APIOperation) -> String {
        let query = operation.parameters.filter { $0.place == .query }
            .map { "\($0.field.name)=\($0.example.compactText)" }
        let path = operation.path.replacing("{id}", with: "$ID")
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }
}
