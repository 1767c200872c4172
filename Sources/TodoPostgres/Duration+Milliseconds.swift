extension Duration {
    /// How many whole milliseconds it has.
    package var wholeMilliseconds: Int { Int(self / .milliseconds(1)) }
}
