/// The protected header of a token (RFC 7515 section 4), as far as it decides anything.
struct TokenHeader: Decodable {
    let algorithm: String?
    /// Whether it names extensions that must be understood; none is.
    let hasCriticalExtensions: Bool
    /// Whether its media type, if it says one, is that of a general JWT.
    let isGeneralType: Bool

    private enum CodingKeys: String, CodingKey {
        case alg
        case crit
        case typ
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        algorithm = try? fields.decode(String.self, forKey: .alg)
        hasCriticalExtensions = fields.contains(.crit)
        if fields.contains(.typ) {
            isGeneralType = (try? fields.decode(String.self, forKey: .typ)).map(Self.isGeneral) ?? false
        } else {
            isGeneralType = true
        }
    }

    /// `JWT`, or the access token of RFC 9068; compared without regard to case and with or without `application/`.
    private static func isGeneral(_ type: String) -> Bool {
        ["jwt", "application/jwt", "at+jwt", "application/at+jwt"].contains(type.lowercased())
    }
}
