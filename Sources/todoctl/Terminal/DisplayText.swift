/// Text of users' on a terminal, which it must neither command nor overflow.
enum DisplayText {
    /// The text with everything that would move the cursor or turn the direction written as `\u{…}`.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isCommand) else { return text }
        return text.unicodeScalars.map { scalar in
            isCommand(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        .joined()
    }

    /// The text, cut off with `…` where it is wider than `width` columns.
    static func fitting(_ width: Int, _ text: String) -> String {
        var used = 0
        var kept = ""
        for character in text {
            let columns = Self.columns(character)
            if used + columns > width {
                while used > width - 1, let removed = kept.popLast() { used -= Self.columns(removed) }
                return kept + "…"
            }
            used += columns
            kept.append(character)
        }
        return kept
    }

    /// How many columns a character takes: East Asian wide ones and most emoji two.
    static func columns(_ character: Character) -> Int {
        character.unicodeScalars.contains { scalar in wide.contains { $0.contains(scalar.value) } } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]

    /// Control characters, line and paragraph separators, and what changes the direction of writing.
    private static func isCommand(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
