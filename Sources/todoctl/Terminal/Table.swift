/// A table for people that is printed row by row: columns of fixed width, and a last one that takes the rest of the terminal.
///
/// Without a terminal nothing is cut off.
struct Table: Sendable {
    struct Column: Sendable {
        let header: String
        let width: Int
    }

    let columns: [Column]
    let last: String

    var header: String { Terminal.bold(line(columns.map(\.header), last)) }

    /// The row as a line.
    ///
    /// Numbers stand at the right of their columns; what is too wide for its column pushes the rest.
    func line(_ cells: [String], _ last: String) -> String {
        let fixed = zip(columns, cells).map { column, cell in
            String(repeating: " ", count: max(0, column.width - cell.count)) + cell
        }
        .joined(separator: "  ")
        let text = DisplayText.visible(last)
        guard let terminal = Terminal.output else { return fixed + "  " + text }
        return fixed + "  " + DisplayText.fitting(max(1, terminal.width - fixed.count - 2), text)
    }
}
