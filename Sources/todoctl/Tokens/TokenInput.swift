import ArgumentParser
import TodoCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The token that a command is about: from standard input or a prompt, never from the arguments, which everyone can see.
struct TokenInput: ParsableArguments {
    /// Taken only to be refused without being repeated.
    @Argument(help: .hidden)
    var arguments: [String] = []

    // Text, since a value that is refused by its type would be repeated.
    @Option(help: ArgumentHelp("Judge as if it were this time, in RFC 3339. (default: now)", valueName: "time"))
    var at: String?

    /// The most bytes that a token may have, as many as the server reads of a header field.
    private static let limit = 32 * 1024

    func validate() throws {
        guard arguments.isEmpty else {
            throw ValidationError(
                """
                a token is never taken from the arguments, where others on this machine can see it; give it on standard \
                input, or run the command alone and paste it at the prompt. Take the one you gave as disclosed.
                """
            )
        }
        guard at == nil || time != nil else {
            throw ValidationError("'--at' must be a time such as 2026-02-17T10:00:00Z.")
        }
    }

    /// What to judge the token by, unless it is now.
    var time: Timestamp? { at.flatMap(Timestamp.init(rfc3339:)) }

    /// The token, without a prefix `Bearer ` and the white space around it; it may be empty.
    ///
    /// - Throws: ``Failure`` when it cannot be read or is longer than any that the server takes.
    func read() throws -> Substring {
        let input =
            isatty(STDIN_FILENO) == 1
            ? try HiddenPrompt.ask("Token (not shown):", limit: Self.limit)
            : DescriptorInput.read(from: STDIN_FILENO, limit: Self.limit)
        guard let input else { throw Failure(reading: "standard input") }
        guard input.count <= Self.limit else {
            throw Failure("the input is longer than \(Self.limit) bytes, which the server takes no token of")
        }
        let text = Self.trimmed(String(decoding: input, as: UTF8.self)[...])
        let scheme = "bearer"
        guard text.prefix(scheme.count).lowercased() == scheme, text.dropFirst(scheme.count).first?.isWhitespace ?? true
        else { return text }
        return Self.trimmed(text.dropFirst(scheme.count))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return text[first...last]
    }
}
