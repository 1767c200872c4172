/// Something that holds of every input, whoever made it.
///
/// A fuzzer looks for an input that breaks one; the tests check them for the inputs that it kept.
public enum InputProperty: String, Sendable, CaseIterable {
    /// Nobody without a private key or the secret makes a token that is believed.
    case forgeries = "Forgeries"
    /// What is signed is believed when, and only when, its claims say so.
    case claims = "Claims"
    /// Any document is read within bounds, to keys that verify nothing that was not signed.
    case keySets = "KeySets"

    /// Requests are read as HTTP/1.1 has them, in whatever pieces they arrive.
    case requests = "Requests"

    /// What the input breaks, or `nil`.
    public func violation(by input: [UInt8]) -> String? {
        switch self {
        case .forgeries: Forgeries.violation(by: input)
        case .claims: Claims.violation(by: input)
        case .keySets: KeySets.violation(by: input)
        case .requests: Requests.violation(by: input)
        }
    }
}
