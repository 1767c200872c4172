/// Names and values, one pair a line, the values aligned.
enum FactList {
    static func text(_ facts: [(name: String, value: String)]) -> String {
        let width = facts.map(\.name.count).max() ?? 0
        return facts.map { fact in
            fact.name + String(repeating: " ", count: width - fact.name.count + 2) + fact.value
        }
        .joined(separator: "\n")
    }
}
