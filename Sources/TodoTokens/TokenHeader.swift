/// The protected header of a token (RFC 7515 section 4), as far as it decides anything.
///
/// `jwk`, `jku`, `x5u` and `x5c` are not among it: a token does not bring the key it is verified with.
public struct TokenHeader: Sendable {
    /// What it claims to be signed with; `nil` when it says nothing, or something that is no text.
    public let algorithm: String?
    /// The name of the key it claims to be signed with.
    public let keyID: String?
    /// Whether it names extensions that must be understood; none is.
    public let hasCriticalExtensions: Bool
    /// The media type, `nil` when it says none or something that is no text.
    public let type: String?
    /// Whether its media type, if it says one, is that of a general JWT.
    public let isGeneralType: Bool

    /// `nil` when its `kid` is no text.
    init?(_ fields: JSONObject) {
        algorithm = fields["alg"]?.text
        keyID = fields["kid"]?.text
        hasCriticalExtensions = fields["crit"] != nil
        type = fields["typ"]?.text
        isGeneralType = fields["typ"] == nil || type.map(Self.isGeneral) == true
        if keyID == nil, fields["kid"] != nil { return nil }
    }

    /// `JWT`, or the access token of RFC 9068; compared without regard to case and with or without `application/`.
    private static func isGeneral(_ type: String) -> Bool {
        ["jwt", "application/jwt", "at+jwt", "application/at+jwt"].contains(type.lowercased())
    }
}
