extension APIErrors {
    static let unauthorized = [
        Reason(
            errors: [.missingToken],
            cause: "There is no `Authorization` header, it has another scheme than `Bearer`, or no token follows.",
            remedy: "Send `Authorization: Bearer` and the token."
        ),
        Reason(
            errors: [.malformedToken],
            cause: "What follows `Bearer` is no JWT. `Bearer null` and `Bearer undefined` are frequent.",
            remedy: "Wait until the session is there before the first request."
        ),
        Reason(
            errors: [.invalidSignature],
            cause: "The token was signed with another secret, another algorithm, "
                + "or a key that the service’s issuer does not publish.",
            remedy: "Use the same `BETTER_AUTH_SECRET` on both sides, and HS256; "
                + "or get the token from the issuer that the service is set up with."
        ),
        Reason(
            errors: [.expiredToken],
            cause: "The time in `exp` is more than 60 seconds ago.",
            remedy: "Get a fresh token and repeat the request."
        ),
        Reason(
            errors: [.invalidClaims],
            cause: "`exp` is missing, `nbf` or `iat` is in the future, `iss` or `aud` is not the expected one, "
                + "or `typ` says that the token is for something else. "
                + "Or the user was deleted since, which shows when a task is created.",
            remedy: "Correct the claims where the token is signed; let a deleted user sign up again."
        ),
        Reason(
            errors: [.missingUserID],
            cause: "No claim names the user, it is empty or over 255 characters long, or two claims disagree.",
            remedy: "Put the user’s id into the claim `sub` or `user_id`."
        ),
    ]
}
