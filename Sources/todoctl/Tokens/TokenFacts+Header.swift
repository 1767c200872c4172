import TodoTokens

extension TokenFacts {
    static let algorithms = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")

    var formFault: String {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).count
        return if token.isEmpty {
            "there is no token"
        } else if parts != 3 {
            "\(parts) part\(parts == 1 ? "" : "s") joined by dots instead of three"
        } else {
            "three parts, but not all of them are base64url without padding"
        }
    }

    var headerText: String {
        guard let header = inspection.header else { return "" }
        return ["alg": header.algorithm, "kid": header.keyID, "typ": header.type]
            .sorted { $0.key < $1.key }
            .map { name, value in value.map { "\(name) \(Quotation.text($0))" } ?? "no \(name)" }
            .joined(separator: ", ")
    }

    var algorithm: String {
        inspection.header.map { $0.algorithm.map(Quotation.text) ?? "none given" } ?? ""
    }

    var type: String {
        inspection.header.map { $0.type.map(Quotation.text) ?? ($0.isGeneralType ? "none" : "what is no text") } ?? ""
    }

    /// Why there is no key for the token.
    var keyFault: String {
        let signed = "signed \(inspection.header?.algorithm ?? "")"
        let kid = inspection.header?.keyID
        let reason =
            switch inspection.verdict {
            case .failure(.ambiguousKey): "\(signed) without a kid, which several keys fit"
            case .failure(.algorithmNotAllowed): "\(signed)\(kid.map { " with kid \(Quotation.text($0))" } ?? "")"
            default: "\(signed) with kid \(Quotation.text(kid ?? ""))"
            }
        return "\(reason); \(keys.description(seeking: kid))"
    }

    func signatureText(failed: Bool) -> String {
        guard failed else { return inspection.expectations == nil ? "" : "right" }
        return "not made with \(inspection.keys.first.map(keys.name) ?? "the key") over this content"
    }
}
