#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The two streams of a command: results for whoever asked, notes for whoever watches.
enum Console {
    /// Writes a line to standard output at once, also when it is a pipe.
    static func result(_ text: String) {
        StandardOutput.write(text + "\n")
    }

    /// Writes a line to standard error, marked as ours.
    static func note(_ text: String) {
        write("todoctl: \(text)\n", to: STDERR_FILENO)
    }

    /// Writes why the command failed to standard error, marked as ours.
    static func failure(_ text: String) {
        write("\(Style.bad.text("todoctl:", for: .error)) \(text)\n", to: STDERR_FILENO)
    }

    /// Replaces the line on standard error that the cursor is in, which must be a terminal's.
    static func redraw(_ line: String) {
        write("\r\u{1B}[K" + line, to: STDERR_FILENO)
    }

    /// Whether a person is there to read a question and to answer it.
    static var hasSomebodyToAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks on standard error and reads a line from standard input; `nil` when that ends without one.
    static func ask(_ question: String) -> String? {
        write(question + " ", to: STDERR_FILENO)
        let answer = readLine()
        if answer == nil { write("\n", to: STDERR_FILENO) }
        return answer
    }

    /// Writes the text as it is.
    static func write(_ text: String, to descriptor: Int32) {
        // What is lost here cannot be said elsewhere: the exit status says how it went.
        _ = DescriptorOutput.write(text, to: descriptor)
    }
}
