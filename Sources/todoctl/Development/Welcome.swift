import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a person who starts the service for development reads: the addresses, a token, and commands to paste.
enum Welcome {
    private static let user = "alice"
    private static let tokenLifetime = DurationArgument(seconds: 86_400)

    static func text(port: Int, secret: Secret, settings: AuthenticationSettings) async throws -> String {
        let claims = TokenClaims(
            user: user,
            issuedAt: Int(Date().timeIntervalSince1970),
            validFor: tokenLifetime.seconds,
            settings: settings
        )
        let token = try await claims.signed(with: secret)
        let url = "http://127.0.0.1:\(port)"
        return """
            The service runs until you press Ctrl-C.

              API     \(url)/api/tasks
              Docs    \(url)/docs
              Health  \(url)/health

            A token for the user \(user), valid for 24 hours:

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
