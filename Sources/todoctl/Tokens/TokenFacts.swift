import TodoCore
import TodoTokens

/// What a token says about each check, in words, and what it was held against.
struct TokenFacts {
    let token: Substring
    let inspection: TokenInspection
    let keys: KnownKeys
    let userIDClaim: [String]?
    let now: Timestamp

    /// One line; empty where the token says nothing that can be read.
    func text(about check: TokenCheck) -> String {
        let failed = inspection.outcome(of: check) == .failed
        return switch check {
        case .form: failed ? formFault : "three parts of base64url, \(token.utf8.count) bytes"
        case .header: failed ? "no JSON object, or a kid that is no text" : headerText
        case .algorithm: failed ? "\(algorithm); known are \(Self.algorithms)" : algorithm
        case .key: failed ? keyFault : inspection.keys.first.map(keys.origin(of:)) ?? ""
        case .crit: failed ? "demands extensions, and none is understood" : inspection.header.map { _ in "none" } ?? ""
        case .typ: failed ? "\(type) is meant for something else" : type
        case .claims: failed ? "no JSON object" : inspection.claims.map { _ in "a JSON object" } ?? ""
        case .signature: signatureText(failed: failed)
        case .exp: time(inspection.claims?.expiresAt, past: "expired", future: "expires", forgiving: { $0 < 0 })
        case .nbf: time(inspection.claims?.notBefore, past: "began", future: "begins", forgiving: { $0 > 0 })
        case .iat: time(inspection.claims?.issuedAt, past: "issued", future: "issued", forgiving: { $0 > 0 })
        case .iss: issuerText
        case .aud: audienceText
        case .user: userText
        }
    }
}
