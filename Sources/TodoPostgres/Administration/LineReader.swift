import Crypto
import TodoJSON

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads an open file line by line, blocking, with one line in memory at a time, and keeps the digest of those that count.
///
/// It is used by one thread.
@safe
final class LineReader {
    enum Line {
        /// It ends with a line feed.
        case whole
        /// It ends with the file.
        case unended
        /// It is longer than ``TaskLine/maximumLength``, and is only counted.
        case tooLong
    }

    private let descriptor: CInt
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    /// What of the buffer has been read and not handed over.
    private var unread = 0..<0
    /// The current line, its line feed included.
    private var line = 0..<0
    private var isAtEnd = false
    private(set) var hasher = SHA256()

    /// The current line's, from 1.
    private(set) var number = 0
    /// The bytes that were counted in.
    private(set) var countedBytes = 0

    /// - Parameter descriptor: stays the caller's to close.
    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// SHA-256 of the lines that were counted in, in lowercase hexadecimal.
    var digest: String { TextDigest.hexadecimal(hasher.finalize()) }

    /// Goes to the next line; `nil` at the end of the file.
    ///
    /// - Throws: ``AdministrationError`` when the file cannot be read.
    func next() throws(AdministrationError) -> Line? {
        unread = max(line.upperBound, unread.lowerBound)..<unread.upperBound
        line = unread.lowerBound..<unread.lowerBound
        var searched = unread.lowerBound
        while true {
            if let feed = lineFeed(from: searched) {
                line = unread.lowerBound..<(feed + 1)
                number += 1
                return .whole
            }
            searched = unread.upperBound
            if unread.count > TaskLine.maximumLength { return try skipLine() }
            let before = unread.lowerBound
            guard try fill() else {
                guard !unread.isEmpty else { return nil }
                line = unread
                number += 1
                return .unended
            }
            // Filling may move what is unread to the front.
            searched -= before - unread.lowerBound
        }
    }

    /// Lends the current line's bytes without its line feed.
    func withLine<Output, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Output
    ) throws(Failure) -> Output {
        let bytes = line.isEmpty || buffer[line.upperBound - 1] != Self.lineFeed ? line : line.dropLast()
        let outcome = unsafe buffer.withUnsafeBytes { all -> Result<Output, Failure> in
            do throws(Failure) {
                return .success(try unsafe body(UnsafeRawBufferPointer(rebasing: all[bytes])))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Counts the current line into the digest.
    func countIn() {
        unsafe buffer.withUnsafeBytes { bytes in
            unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[line]))
        }
        countedBytes += line.count
    }

    private static let lineFeed = UInt8(ascii: "\n")

    /// Counts a line that is too long into the digest piece by piece.
    private func skipLine() throws(AdministrationError) -> Line {
        number += 1
        while true {
            let end = lineFeed(from: unread.lowerBound).map { $0 + 1 } ?? unread.upperBound
            line = unread.lowerBound..<end
            let isWhole = !line.isEmpty && buffer[end - 1] == Self.lineFeed
            countIn()
            unread = end..<unread.upperBound
            line = end..<end
            guard !isWhole, try fill() else { return .tooLong }
        }
    }

    private func lineFeed(from start: Int) -> Int? {
        unsafe buffer.withUnsafeBytes { bytes in
            guard start < unread.upperBound, let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, CInt(Self.lineFeed), unread.upperBound - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// Reads more behind what is unread; `false` at the end of the file.
    private func fill() throws(AdministrationError) -> Bool {
        guard !isAtEnd else { return false }
        if unread.lowerBound > 0 {
            buffer.replaceSubrange(0..<unread.count, with: buffer[unread])
            unread = 0..<unread.count
            line = 0..<0
        }
        if unread.upperBound == buffer.count { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
        while true {
            let end = unread.upperBound
            let room = buffer.count - end
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe read(descriptor, bytes.baseAddress.map { unsafe $0 + end }, room)
            }
            if count > 0 {
                unread = unread.lowerBound..<(end + count)
                return true
            }
            if count == 0 {
                isAtEnd = true
                return false
            }
            guard errno == EINTR else { throw .file("the file cannot be read") }
        }
    }
}

extension AdministrationError {
    /// What the system has just refused, with its reason.
    static func file(_ action: String) -> AdministrationError {
        AdministrationError(code: .file, description: "\(action): \(unsafe String(cString: strerror(errno)))")
    }
}
