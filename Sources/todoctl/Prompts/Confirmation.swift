import ArgumentParser

/// The question before a command that cannot be taken back.
enum Confirmation {
    /// Returns when the answer is the word that was asked for.
    ///
    /// - Parameters:
    ///   - question: what is going to happen.
    ///   - word: what must be typed.
    ///   - refusal: why it is not done where nobody is there to answer.
    /// - Throws: `ValidationError` without a terminal, `Failure` after any other answer.
    static func ask(_ question: String, typing word: String = "yes", refusal: String) throws {
        guard Console.hasSomebodyToAsk else {
            throw ValidationError("\(refusal) and there is no terminal to ask; add '--yes' to confirm.")
        }
        guard Console.ask("\(question) Type \(DisplayText.visible(word)) to go on:") == word else {
            throw Failure("nothing was changed")
        }
    }
}
