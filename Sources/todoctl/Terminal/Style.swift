/// The few things that colour says, always beside a word or a mark that says it too.
///
/// Colour goes to a terminal alone, and not where `NO_COLOR` is set to anything or `TERM` is `dumb` (see no-color.org).
enum Style: String {
    case heading = "1"
    case faint = "2"
    case bad = "31"
    case good = "32"
    case pending = "33"

    /// The text in this style where the stream that it goes to shows styles, as it is elsewhere.
    ///
    /// Its width is the text's: pad and cut off before.
    func text(_ text: String, for terminal: Terminal? = .output) -> String {
        terminal?.hasColour == true ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
