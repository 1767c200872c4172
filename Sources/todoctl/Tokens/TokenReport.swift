import TodoCore
import TodoTokens

/// What there is to say about a token: each check, then the answer that the server would give.
struct TokenReport {
    struct Line {
        let check: String
        let outcome: TokenInspection.Outcome
        let facts: String
    }

    let checks: [Line]
    let answer: TokenAnswer
    let keys: KnownKeys

    init(_ facts: TokenFacts) {
        checks = TokenCheck.allCases.map {
            Line(check: $0.rawValue, outcome: facts.inspection.outcome(of: $0), facts: facts.text(about: $0))
        }
        answer = TokenAnswer(facts.inspection, of: facts.token, keys: facts.keys)
        keys = facts.keys
    }

    /// The lines for people.
    var text: String {
        let width = checks.map(\.check.count).max() ?? 0
        let lines = checks.map { line in
            let name = line.check + String(repeating: " ", count: width - line.check.count)
            let mark = line.outcome.style.text(line.outcome.mark)
            return "\(mark) \(line.facts.isEmpty ? line.check : "\(name)  \(line.facts)")"
        }
        return (lines + [""] + answerLines).joined(separator: "\n")
    }

    private var answerLines: [String] {
        switch answer {
        case .accepted(let user): ["\(Style.good.text("accepted")): the user \(Quotation.text(user.rawValue))"]
        case .refused(let status, let message, let remedy):
            ["\(Style.bad.text("refused")): \(status) \(message)"] + (remedy.map { ["remedy:  \($0)"] } ?? [])
        case .unknown(let reason): ["\(Style.pending.text("unknown")): \(reason)"]
        }
    }

    /// Why the token is not accepted, in one line.
    var reason: String {
        let facts = checks.first { $0.outcome == .failed }.map { " (\($0.check): \($0.facts))" } ?? ""
        return switch answer {
        case .accepted: ""
        case .refused(_, let message, _): message + facts
        case .unknown(let reason): reason
        }
    }
}

extension TokenInspection.Outcome {
    fileprivate var mark: String {
        switch self {
        case .passed: "✔"
        case .failed: "✘"
        case .notReached: "–"
        }
    }

    fileprivate var style: Style {
        switch self {
        case .passed: .good
        case .failed: .bad
        case .notReached: .faint
        }
    }
}
