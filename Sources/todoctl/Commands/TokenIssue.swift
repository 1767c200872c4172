import ArgumentParser
import TodoCore
import TodoJSON
import TodoSettings
import TodoTokens

/// Signs a token for a user.
struct TokenIssue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Print a token for a user, signed with BETTER_AUTH_SECRET or a private key.",
        discussion: """
            The token carries the claims sub, iat and exp, and iss and aud where JWT_ISSUER and JWT_AUDIENCE are set. Where \
            JWT_USER_ID_CLAIM is set, that claim carries the user id as well. It is signed with HS256 and \
            BETTER_AUTH_SECRET, or with EdDSA where a key is given; iss and aud are then by default the origin of \
            BETTER_AUTH_URL.

            Whoever holds the token is that user until it expires: it cannot be revoked.

            EXAMPLES:
              todoctl token issue --user alice
              todoctl token issue --user alice --expires-in 15m --claim role=tester
              curl -H "Authorization: Bearer $(todoctl token issue --user alice)" http://127.0.0.1:8000/api/tasks

              # Better Auth's kind of keys without Better Auth, from any web server:
              export JWKS_URL=http://127.0.0.1:9000/jwks.json
              todoctl token keygen dev.jwk
              mkdir keys && todoctl token jwks dev.jwk > keys/jwks.json
              python3 -m http.server 9000 --bind 127.0.0.1 --directory keys &
              todoctl token issue --user alice --key dev.jwk
            """
    )

    @Option(help: "The user id, 1 to 255 characters.")
    var user: UserID

    @Option(help: "How long the token is valid: a whole number and s, m, h or d.")
    var expiresIn = DurationArgument(seconds: 3600)

    @Option(
        help: ArgumentHelp("A private key to sign with, as 'token keygen' makes it.", valueName: "file"),
        completion: .file()
    )
    var key: String?

    @Option(
        name: .customLong("claim"),
        help: ArgumentHelp(
            "A further claim; the value is JSON, or else taken as a string. May be repeated.",
            valueName: "name=value"
        )
    )
    var claims: [ClaimArgument] = []

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let claim = claims.first(where: { DevelopmentClaims.reserved.contains($0.name) }) {
            throw ValidationError(
                "'--claim' cannot set \(claim.name): it follows from the other options and the settings."
            )
        }
    }

    func run() throws {
        let environment = try Environment.load()
        let settings = try AuthenticationSettings(environment)
        let signer = try signer(environment)
        let claims = DevelopmentClaims(
            user: user,
            issuedAt: .wallClock,
            validFor: expiresIn.seconds,
            further: claims,
            expectations: key == nil ? settings.expectations : settings.jwks?.expectations ?? settings.expectations,
            userIDClaim: settings.userIDClaim
        )
        let token = try claims.signed(by: signer)
        let fields: KeyValuePairs<String, JSONValue> = [
            "token": .string(token), "user_id": .string(user.rawValue),
            "expires_at": .string(claims.expiresAt.description),
        ]
        output.print(JSONDocument("token.issue", fields), text: token)
    }

    private func signer(_ environment: Environment) throws -> TokenSigner {
        if let key { return .key(try KeyFile.read(key)) }
        return .secret(Array(try AuthenticationSettings.secret(environment).reveal().utf8))
    }
}
