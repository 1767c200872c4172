import ArgumentParser

/// The question before a command that cannot be taken back.
enum Confirmation {
    /// Returns when the answer is yes.
    ///
    /// - Parameters:
    ///   - question: what is going to happen.
    ///   - refusal: why it is not done where nobody is there to answer.
    /// - Throws: `ValidationError` without a terminal, `Failure` after any other answer.
    static func ask(_ question: String, refusal: String) throws {
        switch Console.ask("\(question) Type yes to go on:") {
        case "yes": return
        case nil: throw ValidationError("\(refusal) and there is no terminal to ask; add '--yes' to confirm.")
        default: throw Failure("nothing was changed")
        }
    }
}
