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
}
