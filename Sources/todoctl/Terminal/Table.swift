/// A table for people that is printed row by row: columns of fixed width, and a last one that takes the rest of the terminal.
///
/// Without a terminal nothing is cut off.
struct Table: Sendable {
    struct Column: Sendable {
        let header: String
        let width: Int
    }

    /// What stands in a column, perhaps in colour.
    struct Cell: ExpressibleByStringInterpolation {
        let text: String
        let style: Style?

        init(_ text: String, _ style: Style? = nil) {
            self.text = text
            self.style = style
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    let columns: [Column]
    let last: String

    var header: String { Style.heading.text(line(columns.map { Cell($0.header) }, last)) }

    /// The row as a line.
    ///
    /// Cells stand at the right of their columns, as numbers do; what is too wide for its column pushes the rest.
    func line(_ cells: [Cell], _ last: String) -> String {
        var (width, fixed) = (0, "")
        for (column, cell) in zip(columns, cells) {
            let padding = max(0, column.width - cell.text.count)
            width += padding + cell.text.count + 2
            fixed += String(repeating: " ", count: padding) + (cell.style?.text(cell.text) ?? cell.text) + "  "
        }
        let text = DisplayText.visible(last)
        guard let terminal = Terminal.output else { return fixed + text }
        return fixed + DisplayText.fitting(max(1, terminal.width - width), text)
    }
}
