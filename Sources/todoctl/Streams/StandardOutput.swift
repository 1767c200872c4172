import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard output, which remembers that a result was lost on it.
enum StandardOutput {
    /// The first `errno` of a write that failed.
    private static let errorNumber = Mutex<CInt?>(nil)

    /// Writes the text as it is; returns whether that worked.
    @discardableResult
    static func write(_ text: String) -> Bool {
        if DescriptorOutput.write(text, to: STDOUT_FILENO) { return true }
        let number = errno
        // A reader that went away wants no more, which is no reason to fail: the exit status says how it went.
        if number != EPIPE { errorNumber.withLock { $0 = $0 ?? number } }
        return false
    }

    /// What a command fails with that could not write its result; `nil` when nothing was lost.
    static var loss: Failure? {
        errorNumber.withLock { $0 }.map { number in
            Failure("the result cannot be written to standard output: \(String(cString: strerror(number)))")
        }
    }
}
