import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A ``JSONDocument`` whose one field is a list of any length, printed as it comes, an element a line.
final class JSONListStream: Sendable {
    private let output: ResultStream
    private let isEmpty = Mutex(true)

    init(_ kind: String, field: String, _ output: ResultStream) {
        self.output = output
        output.write(#"{"version":\#(JSONDocument.version),"kind":"\#(kind)","\#(field)":["#)
    }

    /// Adds an element; `false` when nobody reads any more.
    @discardableResult
    func add(_ element: JSONValue) -> Bool {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A value of ours has nothing that JSON cannot say.
        guard let text = try? encoder.encode(element) else { return false }
        let separator = isEmpty.withLock { isEmpty in
            defer { isEmpty = false }
            return isEmpty ? " " : ","
        }
        return output.write(separator + String(decoding: text, as: UTF8.self))
    }

    func finish() {
        output.write("]}")
    }
}
