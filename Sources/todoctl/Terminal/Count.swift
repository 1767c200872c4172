/// So many of something, in words: `1 task`, `2 tasks`.
struct Count: CustomStringConvertible {
    let number: Int
    /// In the singular; the plural has an s more.
    let noun: String

    init(_ number: Int, _ noun: String) {
        self.number = number
        self.noun = noun
    }

    var description: String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
