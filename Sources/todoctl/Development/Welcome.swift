import TodoCore
import TodoSettings
import TodoTokens

/// What a person who starts the service for development reads: the addresses, a token, and commands to paste.
enum Welcome {
    /// Whose token it is.
    static let user = UserID(unchecked: "alice")

    private static let tokenLifetime = DurationArgument(seconds: 86_400)

    static func text(
        port: Int,
        secret: Secret,
        settings: AuthenticationSettings,
        hasDemo: Bool
    ) throws -> String {
        let claims = DevelopmentClaims(
            user: user,
            issuedAt: .wallClock,
            validFor: tokenLifetime.seconds,
            expectations: settings.expectations,
            userIDClaim: settings.userIDClaim
        )
        let token = try claims.signed(by: .secret(Array(secret.reveal().utf8)))
        let url = "http://127.0.0.1:\(port)"
        return """
            The service runs until you press Ctrl-C.

              API     \(url)/api/tasks
              Docs    \(url)/docs
              Health  \(url)/health

            A token for the user \(user)\(hasDemo ? ", who has tasks to look at" : ""), valid for 24 hours:

              export TOKEN='\(token)'

            Commands to try, in this order (create, list, toggle, delete):

              ID=$(curl -sS -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"title":"Buy milk"}' \
            \(url)/api/tasks | tee /dev/stderr | sed 's/.*"id":\\([0-9]*\\).*/\\1/')
              curl -sS -H "Authorization: Bearer $TOKEN" \(url)/api/tasks
              curl -sS -H "Authorization: Bearer $TOKEN" -X PATCH \(url)/api/tasks/$ID/complete
              curl -sS -H "Authorization: Bearer $TOKEN" -X DELETE -w '%{http_code}\\n' \(url)/api/tasks/$ID

            """
    }
}
