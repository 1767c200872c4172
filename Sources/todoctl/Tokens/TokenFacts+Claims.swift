import TodoCore
import TodoTokens

extension TokenFacts {
    private var seconds: Double { Double(now.microsecondsSinceEpoch) / 1_000_000 }

    /// The claim, as a time and in relation to now.
    ///
    /// `isWrong` tells whether a time that many seconds in the future fails but for the skew that is forgiven.
    func time(
        _ claim: FieldInput<Double>?,
        past: String,
        future: String,
        forgiving isWrong: (Double) -> Bool
    ) -> String {
        switch claim {
        case nil: return ""
        case .absent: return "not given"
        case .null, .mistyped: return "no number"
        case .value(let time):
            let distance = time - seconds
            let skew = TokenExpectations.leeway
            let note = isWrong(distance) && abs(distance) <= skew ? "; \(Int(skew)) s of skew are forgiven" : ""
            return "\(distance < 0 ? past : future) \(RelativeTime.text(distance)), \(Self.date(time))\(note)"
        }
    }

    /// RFC 3339, or the number where that cannot say it.
    private static func date(_ seconds: Double) -> String {
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else {
            return "\(seconds) seconds after 1970 (a time in milliseconds?)"
        }
        return Timestamp(microsecondsSinceEpoch: Int64(seconds * 1_000_000)).description
    }

    var issuerText: String {
        guard let claims = inspection.claims else { return "" }
        let value = claims.issuer.map(Quotation.text) ?? "not given"
        return value + expectation(inspection.expectations?.issuer)
    }

    var audienceText: String {
        guard let claims = inspection.claims else { return "" }
        let value = claims.audience.map { $0.map(Quotation.text).joined(separator: ", ") } ?? "no text given"
        return (value.isEmpty ? "an empty list" : value) + expectation(inspection.expectations?.audience)
    }

    private func expectation(_ required: String?) -> String {
        guard inspection.expectations != nil else { return "" }
        return required.map { "; must be \(Quotation.text($0))" } ?? "; any will do"
    }

    /// The claims that name the user, as many as there are.
    var userText: String {
        guard let claims = inspection.claims else { return "" }
        let names = userIDClaim.map { [$0.joined(separator: ".")] } ?? ["user_id", "sub"]
        let given = zip(names, claims.userIDs).compactMap { name, value in
            Self.text(value).map { "\($0) by \(name)" }
        }
        guard given.isEmpty else { return given.joined(separator: ", ") }
        return "no \(names.joined(separator: " and no "))"
    }

    /// The claim as it may be shown; `nil` when there is none.
    private static func text(_ claim: FieldInput<String>) -> String? {
        switch claim {
        case .absent: nil
        case .null: "null"
        case .mistyped: "no text"
        case .value(let text): Quotation.text(text)
        }
    }
}
