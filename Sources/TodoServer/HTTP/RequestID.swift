import Synchronization

/// What ties a response, the log lines it caused, and a bug report together.
struct RequestID: Sendable, Hashable {
    private enum Origin: Hashable {
        /// The client's own text.
        case given(String)
        /// One that was made: its number counts within this process.
        case made(UInt64)
    }

    private let origin: Origin

    /// The client's own identifier, or `nil` unless it is 1 to 128 of `A-Z a-z 0-9 . _ -`.
    init?(_ text: String?) {
        guard let text, (1...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        origin = .given(text)
    }

    private init(made number: UInt64) { origin = .made(number) }

    /// Makes one: eight random digits that tell processes apart, and a number that counts within this one.
    static func next() -> RequestID {
        RequestID(made: counter.wrappingAdd(1, ordering: .relaxed).newValue)
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

extension RequestID: CustomStringConvertible {
    var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the description.
    func write(to bytes: inout [UInt8]) {
        switch origin {
        case .given(let text):
            bytes.append(contentsOf: text.utf8)
        case .made(let number):
            bytes.append(contentsOf: Self.prefix.utf8)
            bytes.append(hexadecimal: number)
        }
    }
}
