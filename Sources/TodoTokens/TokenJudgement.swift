import TodoCore

/// What a token is found to be, whatever the time is, which is judged anew each time.
struct TokenJudgement: Sendable, Hashable {
    let lifetime: TokenLifetime
    /// Whose it is; else why it is not believed, even within its lifetime.
    let result: Result<UserID, TokenRejection>

    /// Whose it is, if it is valid now.
    func user(now: Timestamp) throws(TokenRejection) -> UserID {
        try lifetime.check(now: now)
        return try result.get()
    }
}
