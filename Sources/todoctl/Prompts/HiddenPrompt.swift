#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Asks on the terminal for something that must not be seen there.
enum HiddenPrompt {
    /// The line that is typed or pasted, which the terminal does not show, and at most `limit` + 1 bytes of it.
    ///
    /// Standard input must be a terminal. It is read byte by byte, since a terminal that collects lines cuts them at 4096 bytes;
    /// so what the keys for erasing and for Ctrl-C mean is for us to say.
    ///
    /// - Throws: ``Failure`` when the terminal does not do as it is told.
    static func ask(_ question: String, limit: Int) throws -> [UInt8] {
        var usual = termios()
        guard tcgetattr(STDIN_FILENO, &usual) == 0 else { throw Failure(reading: "the terminal") }
        var hidden = usual
        hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else { throw Failure(reading: "the terminal") }
        Console.write("\(question) ", to: STDERR_FILENO)
        let line = readLine(limit: limit)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual)
        Console.write("\n", to: STDERR_FILENO)
        guard let line else {
            kill(getpid(), SIGINT)
            throw Failure("interrupted")
        }
        return line
    }

    /// The bytes before the end of the line; `nil` after Ctrl-C.
    private static func readLine(limit: Int) -> [UInt8]? {
        var line: [UInt8] = []
        while line.count <= limit, let byte = DescriptorInput.readSome(from: STDIN_FILENO, count: 1)?.first {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), ControlKey.d: return line
            case ControlKey.c: return nil
            case ControlKey.u: line = []
            case ControlKey.h, ControlKey.delete: _ = line.popLast()
            default: line.append(byte)
            }
        }
        return line
    }

    private enum ControlKey {
        static let c: UInt8 = 3
        static let d: UInt8 = 4
        static let h: UInt8 = 8
        static let u: UInt8 = 21
        static let delete: UInt8 = 127
    }
}
