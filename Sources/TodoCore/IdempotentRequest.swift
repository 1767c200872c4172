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
