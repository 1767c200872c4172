/// Text that nobody can guess, from the system's generator.
enum RandomText {
    static func hexadecimal(bytes count: Int) -> String {
        (0..<count).map { _ in
            let digits = String(UInt8.random(in: .min ... .max), radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }
        .joined()
    }
}
