import TodoCore
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What there is to say about a token: each check, then the answer that the server would give.
struct TokenReport: Encodable {
    struct Line: Encodable {
        let check: String
        let outcome: TokenInspection.Outcome
        let facts: String
    }

    let checks: [Line]
    /// `nil` when the token is refused.
    let user: String?
    /// What the server would answer; `nil` when it accepts the token.
    let message: String?
    let remedy: String?

    init(_ facts: TokenFacts) {
        let inspection = facts.inspection
        checks = TokenCheck.allCases.map {
            Line(check: $0.rawValue, outcome: inspection.outcome(of: $0), facts: facts.text(about: $0))
        }
        switch inspection.verdict {
        case .success(let user):
            self.user = user.rawValue
            message = nil
            remedy = nil
        case .failure(let rejection):
            user = nil
            let isMissing = facts.token.isEmpty
            message = (isMissing ? .missingToken : rejection.message).rawValue
            remedy = isMissing ? "send the header field Authorization: Bearer and the token" : rejection.remedy
        }
    }

    /// The lines for people.
    var text: String {
        let width = checks.map(\.check.count).max() ?? 0
        let lines = checks.map { line in
            let name = line.check + String(repeating: " ", count: width - line.check.count)
            return "\(line.outcome.mark) \(line.facts.isEmpty ? line.check : "\(name)  \(line.facts)")"
        }
        return (lines + [""] + verdict).joined(separator: "\n")
    }

    private var verdict: [String] {
        guard let user else {
            return ["refused: 401 \(message ?? "")"] + (remedy.map { ["remedy:  \($0)"] } ?? [])
        }
        return ["accepted: the user \(Quotation.text(user))"]
    }

    /// The refusal in one line.
    var summary: String {
        let failed = checks.first { $0.outcome == .failed }
        return "\(message ?? "") (\(failed.map { "\($0.check): \($0.facts)" } ?? ""))"
    }

    /// The object for machines; every key is always there.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private enum CodingKeys: String, CodingKey {
        case accepted
        case checks
        case message
        case remedy
        case status
        case userID = "user_id"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(user != nil, forKey: .accepted)
        try container.encode(user, forKey: .userID)
        try container.encode(user == nil ? 401 : nil, forKey: .status)
        try container.encode(message, forKey: .message)
        try container.encode(remedy, forKey: .remedy)
        try container.encode(checks, forKey: .checks)
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
}
