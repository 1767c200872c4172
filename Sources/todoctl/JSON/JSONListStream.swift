import Synchronization
import TodoJSON

/// A ``JSONDocument`` whose one field is a list of any length, printed as it comes, an element a line.
final class JSONListStream: Sendable {
    private let output: ResultStream
    private let isEmpty = Mutex(true)

    init(_ kind: String, field: String, _ output: ResultStream) {
        self.output = output
        output.write(#"{"version":\#(JSONDocument.version),"kind":"\#(kind)","\#(field)":["#)
    }

    /// Adds an element; `false` when no more can be written.
    @discardableResult
    func add(_ element: JSONValue) -> Bool {
        let separator = isEmpty.withLock { isEmpty in
            defer { isEmpty = false }
            return isEmpty ? " " : ","
        }
        return output.write(separator + element.compactText)
    }

    func finish() {
        output.write("]}")
    }
}
