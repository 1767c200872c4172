import ArgumentParser

/// How a command prints its result; every command but `dev` has it.
///
/// A failure stays a line for people on standard error and an exit status, also with `--json`.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON document instead of text.")
    var json = false

    /// Prints the result as was asked for; no text prints no line.
    func print(_ document: JSONDocument, text: String) {
        if json {
            Console.result(document.text)
        } else if !text.isEmpty {
            Console.result(text)
        }
    }
}
