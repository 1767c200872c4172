#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Folders that are new, ours alone (0700) and named so that nobody can be there first.
enum UniqueFolder {
    /// The path of the new folder, or `nil` with `errno` set.
    static func make(prefix: String) -> String? {
        var template = Array((prefix + "XXXXXX").utf8CString)
        return template.withUnsafeMutableBufferPointer { buffer in
            guard let address = buffer.baseAddress, mkdtemp(address) != nil else { return nil }
            return String(cString: address)
        }
    }
}
