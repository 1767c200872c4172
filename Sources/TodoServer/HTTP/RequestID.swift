import Synchronization

/// What ties a response, the log lines it caused, and a bug report together.
enum RequestID: Sendable, Hashable {
    /// The client's own.
    case given(String)
    /// One that is made: its number counts within this process.
    case made(UInt64)

    /// The client's own identifier, or `nil` unless it is 1 to 128 of `A-Z a-z 0-9 . _ -`.
    init?(_ text: String?) {
        guard let text, (1...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self = .given(text)
    }

    /// Makes one: eight random digits that tell processes apart, and a number that counts within this one.
    static func next() -> RequestID {
        .made(counter.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    private static let counter = Atomic<UInt64>(0)

    fileprivate static let prefix = {
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

extension RequestID: CustomStringConvertible {
    var description: String {
        switch self {
        case .given(let text): text
        case .made(let number): Self.prefix + String(number, radix: 16)
        }
    }
}

extension [UInt8] {
    /// Appends the identifier's description.
    mutating func append(_ id: RequestID) {
        switch id {
        case .given(let text):
            append(contentsOf: text.utf8)
        case .made(let number):
            append(contentsOf: RequestID.prefix.utf8)
            append(hexadecimal: number)
        }
    }
}
