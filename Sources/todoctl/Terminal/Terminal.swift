#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What is known of the terminal behind one of the standard streams, if there is one.
struct Terminal: Sendable {
    /// How many columns it has.
    let width: Int
    /// Whether it shows colours and its user wants them (see no-color.org).
    let hasColour: Bool

    static let output = Terminal(STDOUT_FILENO)
    static let error = Terminal(STDERR_FILENO)

    /// `nil` when the descriptor is not a terminal's.
    private init?(_ descriptor: CInt) {
        guard isatty(descriptor) == 1 else { return nil }
        let environment = ProcessInfo.processInfo.environment
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = isKnown ? Int(size.ws_col) : 80
        hasColour = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Makes text bold where that is wanted.
    static func bold(_ text: String) -> String { styled(text, 1) }

    static func red(_ text: String) -> String { styled(text, 31) }
    static func green(_ text: String) -> String { styled(text, 32) }
    static func yellow(_ text: String) -> String { styled(text, 33) }

    /// The text on standard output by a code of "Select Graphic Rendition" (ECMA-48), where colours are wanted.
    private static func styled(_ text: String, _ code: Int) -> String {
        output?.hasColour == true ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
