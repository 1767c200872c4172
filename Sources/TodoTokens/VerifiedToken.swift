import TodoCore

/// What stays to be known of a token once it was found good: whose it is, and for how long.
struct VerifiedToken: Sendable, Hashable {
    let user: UserID
    let lifetime: TokenLifetime
}
