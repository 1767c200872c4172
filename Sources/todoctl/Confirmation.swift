import ArgumentParser

/// The consent that a destructive command needs.
enum Confirmation {
    /// Returns once the person at the terminal has typed `word`.
    ///
    /// - Throws: `ValidationError` (status 64) without a terminal to ask, ``Failure`` after any other answer.
    static func require(_ word: String, _ question: String) throws {
        switch Console.ask("\(question) Type \(DisplayText.visible(word)) to go on:") {
        case word: return
        case nil: throw ValidationError("This deletes data and there is no terminal to ask; add '--yes' to confirm.")
        default: throw Failure("nothing was deleted")
        }
    }
}
