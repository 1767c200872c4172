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
