import Synchronization

/// What ties a response, the log lines it caused, and a bug report together.
struct RequestID: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// The client's own identifier, or `nil` unless it is 1 to 128 of `A-Z a-z 0-9 . _ -`.
    init?(_ text: String?) {
        guard let text, (1...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        description = text
    }

    private init(made text: String) {
        description = text
    }

    /// Makes one: eight random digits that tell processes apart, and a number that counts within this one.
    static func next() -> RequestID {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return RequestID(made: prefix + String(number, radix: 16))
    }

    private static let counter = Atomic<UInt64>(0)

    private static let prefix = {
        let digits = String(UInt32.random(in: 0...UInt32.max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits + "-"
    }()

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}
