package import HTTPTypes
import NIOCore

/// What came of a head that is malformed, too large or not complete: enough to tell who asks, and not what for.
package struct HeadFragment {
    let bytes: ByteBuffer

    /// The value of the first line that is such a field and came whole; `nil` when there is none.
    package subscript(name: HTTPField.Name) -> String? {
        // Neither the request line nor what has no end yet.
        let lines = bytes.readableBytesView.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .dropFirst().dropLast()
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                line[..<colon].lazy.map(Token.lowercased).elementsEqual(name.canonicalName.utf8)
            else { continue }
            var value = line[(colon + 1)...].drop(while: HeadReader.isBlank)
            while let last = value.last, HeadReader.isBlank(last) || last == UInt8(ascii: "\r") { value.removeLast() }
            return value.allSatisfy(HeadReader.isText) ? String(validating: value, as: UTF8.self) : nil
        }
        return nil
    }
}
