#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reading from an open descriptor, unbuffered.
enum DescriptorInput {
    /// Reads to the end, or until there are more than `limit` bytes; `nil` when that failed, then `errno` says why.
    static func read(from descriptor: CInt, limit: Int) -> [UInt8]? {
        var content: [UInt8] = []
        while content.count <= limit {
            guard let bytes = readSome(from: descriptor, count: limit + 1 - content.count) else { return nil }
            if bytes.isEmpty { break }
            content += bytes
        }
        return content
    }

    /// Waits for at least one byte and reads at most `count`; none at the end, `nil` when that failed.
    static func readSome(from descriptor: CInt, count: Int) -> [UInt8]? {
        while true {
            var length = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
                length = systemRead(descriptor, buffer.baseAddress, count)
                initializedCount = max(length, 0)
            }
            if length >= 0 { return bytes }
            guard errno == EINTR else { return nil }
        }
    }

    private static func systemRead(_ descriptor: CInt, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, bytes, count)
        #elseif canImport(Musl)
        Musl.read(descriptor, bytes, count)
        #else
        Darwin.read(descriptor, bytes, count)
        #endif
    }
}
