/// A write that is made once, however often it is asked for under its key.
public struct IdempotentRequest: Sendable, Hashable {
    /// How long a key and its answer are kept, in hours.
    public static let lifetimeInHours = 24

    /// The client's name for the request.
    public let key: IdempotencyKey
    /// What tells requests apart that come under one key: equal for equal requests, different for others.
    public let fingerprint: String

    /// The request as its key and its fingerprint tell it from others.
    public init(key: IdempotencyKey, fingerprint: String) {
        self.key = key
        self.fingerprint = fingerprint
    }
}

/// A client's own name for a request, which holds among the requests of one user: 1 to 255 visible ASCII characters.
public struct IdempotencyKey: Sendable, Hashable {
    /// The most characters that a key may have.
    public static let maximumLength = 255

    /// The key as the client sent it.
    public let rawValue: String

    /// The key, or `nil` when `rawValue` is empty, too long, or has a character that is not visible ASCII.
    public init?(_ rawValue: String) {
        guard (1...Self.maximumLength).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy((UInt8(ascii: "!")...UInt8(ascii: "~")).contains)
        else { return nil }
        self.rawValue = rawValue
    }
}
