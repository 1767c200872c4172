import ArgumentParser
import TodoCore
import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Signs a token for a user.
struct TokenIssue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Print a token for a user, signed with BETTER_AUTH_SECRET.",
        discussion: """
            The token (HS256) carries the claims sub, iat and exp, and iss and aud where JWT_ISSUER and JWT_AUDIENCE are \
            set. Where JWT_USER_ID_CLAIM is set, that claim carries the user id as well.

            Whoever holds the token is that user until it expires: it cannot be revoked.

            EXAMPLES:
              todoctl token issue --user alice
              todoctl token issue --user alice --expires-in 15m --claim role=tester
              curl -H "Authorization: Bearer $(todoctl token issue --user alice)" http://127.0.0.1:8000/api/tasks
            """
    )

    @Option(help: "The user id, 1 to 255 characters.")
    var user: String

    @Option(help: "How long the token is valid: a whole number and s, m, h or d.")
    var expiresIn = DurationArgument(seconds: 3600)

    @Option(
        name: .customLong("claim"),
        help: ArgumentHelp(
            "A further claim; the value is JSON, or else taken as a string. May be repeated.",
            valueName: "name=value"
        )
    )
    var claims: [ClaimArgument] = []

    func validate() throws {
        guard UserID(user) != nil else {
            throw ValidationError("'--user' must have 1 to \(UserID.maximumLength) characters and no U+0000.")
        }
        if let claim = claims.first(where: { TokenClaims.reserved.contains($0.name) }) {
            throw ValidationError(
                "'--claim' cannot set \(claim.name): it follows from the other options and the settings."
            )
        }
    }

    func run() async throws {
        let environment = try Environment.load()
        let secret = try AuthenticationSettings.secret(environment)
        let settings = try AuthenticationSettings(environment)
        let claims = TokenClaims(
            user: user,
            issuedAt: Int(Date().timeIntervalSince1970),
            validFor: expiresIn.seconds,
            further: claims.reduce(into: [:]) { $0[$1.name] = $1.value },
            settings: settings
        )
        Console.result(try await claims.signed(with: secret))
    }
}
