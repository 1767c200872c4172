import TodoCore

/// What tokens were found to be, by the digest of their text: so many and so much of them at most, whatever is sent.
///
/// Which one makes room is decided by the CLOCK algorithm: a hand goes round, and spares once what was asked for since it
/// last came by. So what is asked for again and again outlasts a flood of tokens that are sent once.
struct TokenCache: Sendable {
    /// What bounds the cache.
    struct Limits: Sendable, Hashable {
        /// How many tokens there may be, at least one.
        ///
        /// But for its user id each takes the same memory, some 200 bytes.
        var tokens = 4096
        /// How many bytes of UTF-8 all their user ids may have.
        var userIDBytes = 256 * 1024
    }

    private struct Slot {
        let digest: TokenDigest
        let judgement: TokenJudgement
        var wasUsed = false
    }

    let limits: Limits
    /// Grows to as many as there may be tokens.
    private var slots: [Slot?] = []
    private var indices: [TokenDigest: Int] = [:]
    /// The slot that the next token tries first.
    private var hand = 0
    private(set) var userIDBytes = 0

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How many tokens there are.
    var count: Int { indices.count }

    /// What the token with this digest was found to be, if it is known.
    mutating func judgement(_ digest: TokenDigest) -> TokenJudgement? {
        guard let index = indices[digest] else { return nil }
        slots[index]?.wasUsed = true
        return slots[index]?.judgement
    }

    /// Keeps a token that is not known yet, in place of others if need be; one too large for the limits is not kept.
    mutating func insert(_ judgement: TokenJudgement, for digest: TokenDigest) {
        let size = Self.size(judgement)
        guard size <= limits.userIDBytes else { return }
        while true {
            if hand == slots.count, hand < limits.tokens { slots.append(nil) }
            if hand == limits.tokens { hand = 0 }
            defer { hand += 1 }
            if slots[hand]?.wasUsed == true {
                slots[hand]?.wasUsed = false
                continue
            }
            empty(hand)
            guard userIDBytes + size <= limits.userIDBytes else { continue }
            slots[hand] = Slot(digest: digest, judgement: judgement)
            indices[digest] = hand
            userIDBytes += size
            return
        }
    }

    private mutating func empty(_ index: Int) {
        guard let slot = slots[index] else { return }
        slots[index] = nil
        indices[slot.digest] = nil
        userIDBytes -= Self.size(slot.judgement)
    }

    private static func size(_ judgement: TokenJudgement) -> Int {
        if case .success(let user) = judgement.result { user.rawValue.utf8.count } else { 0 }
    }
}
