package import NIOCore

/// Reads requests off the bytes of a connection (RFC 9112): a head, its body in parts and its end if it has one, and the next.
///
/// A value: bytes in, parts out, no I/O. It takes one reading of every message: what leaves room for two, which a proxy in between
/// could have understood otherwise, is a fault.
///
/// | state | bytes | next state | part |
/// |---|---|---|---|
/// | head | a whole head, no body / of some length / in chunks | head / body / chunkSize | head |
/// | body | up to its length | body | body |
/// | body | none left | head | end |
/// | chunkSize | a line, more than 0 / 0 | chunk / trailers | |
/// | chunk | up to its length | chunk | body |
/// | chunk | none left, then a line end | chunkSize | |
/// | trailers | a field | trailers | |
/// | trailers | an empty line | head | end |
/// | any | what is none of these | failed | |
package struct RequestParser {
    /// How much of a head is taken.
    package struct Limits: Sendable {
        /// All of it, its last line end included; also for what follows the last chunk.
        package var headBytes: Int
        /// A field, or the target.
        package var lineBytes: Int
        package var fields: Int

        package init(headBytes: Int, lineBytes: Int, fields: Int) {
            self.headBytes = headBytes
            self.lineBytes = lineBytes
            self.fields = fields
        }
    }

    /// What a request consists of: a head, and unless its body is `bytes(0)`, parts of a body and then the end.
    package enum Part: Equatable {
        case head(RequestHead)
        case body(ByteBuffer)
        case end
    }

    private enum State: Equatable {
        /// Between requests, or within a head.
        case head
        case body(remaining: Int)
        case chunkSize
        case chunk(remaining: Int)
        case trailers(read: Int)
    }

    /// The longest line with the size of a chunk: 15 digits, and extensions, which mean nothing here.
    private static let chunkLineBytes = 1024

    /// Whether something came that is no request, so that the rest cannot be understood.
    package private(set) var hasFailed = false
    /// Whether ``next()`` found a head that has begun and is not complete.
    package private(set) var isWithinHead = false

    /// What came of the head that is at fault, or not complete; `nil` where none has begun.
    package var fragment: HeadFragment? {
        state == .head && unread.readableBytes > 0 ? HeadFragment(bytes: unread) : nil
    }

    private let limits: Limits
    private var state = State.head
    /// What came and was not given out yet.
    private var unread = ByteBuffer()
    /// How much of `unread` is known to hold no end of the head that it begins with.
    private var searched = 0

    package init(limits: Limits) {
        self.limits = limits
    }

    /// Takes what came from the client.
    package mutating func receive(_ bytes: ByteBuffer) {
        if unread.readableBytes == 0 { unread = bytes } else { unread.writeImmutableBuffer(bytes) }
    }

    /// The next part of what came.
    ///
    /// - Returns: `nil` when more must come first.
    /// - Throws: ``RequestFault``, once; then there is no next.
    package mutating func next() throws(RequestFault) -> Part? {
        guard !hasFailed else { return nil }
        do throws(RequestFault) {
            let part = try read()
            isWithinHead = part == nil && state == .head && unread.readableBytes > 0
            // An idle connection keeps no memory for what it read.
            if unread.readableBytes == 0, unread.capacity > 0 { unread = ByteBuffer() }
            return part
        } catch {
            hasFailed = true
            isWithinHead = false
            if state != .head { unread = ByteBuffer() }
            throw error
        }
    }

    private mutating func read() throws(RequestFault) -> Part? {
        while true {
            switch state {
            case .head:
                return try readHead().map(Part.head)
            case .body(0):
                state = .head
                return .end
            case .body(let remaining):
                guard let part = readPart(upTo: remaining) else { return nil }
                state = .body(remaining: remaining - part.readableBytes)
                return .body(part)
            case .chunkSize:
                guard let size = try readChunkSize() else { return nil }
                state = size == 0 ? .trailers(read: 0) : .chunk(remaining: size)
            case .chunk(0):
                guard let bytes = unread.readInteger(as: UInt16.self) else { return nil }
                guard bytes == 0x0D0A else { throw .malformedChunk }
                state = .chunkSize
            case .chunk(let remaining):
                guard let part = readPart(upTo: remaining) else { return nil }
                state = .chunk(remaining: remaining - part.readableBytes)
                return .body(part)
            case .trailers(let read):
                guard let length = try readTrailer(after: read) else { return nil }
                if length == 2 {
                    state = .head
                    return .end
                }
                state = .trailers(read: read + length)
            }
        }
    }

    private mutating func readPart(upTo count: Int) -> ByteBuffer? {
        unread.readableBytes == 0 ? nil : unread.readSlice(length: min(count, unread.readableBytes))
    }
}

// MARK: Heads

extension RequestParser {
    private mutating func readHead() throws(RequestFault) -> RequestHead? {
        // RFC 9112 section 2.2: some clients send a line end too many after a body.
        while unread.getInteger(at: unread.readerIndex, as: UInt16.self) == 0x0D0A {
            unread.moveReaderIndex(forwardBy: 2)
        }
        let isHalfALineEnd = unread.readableBytes == 1 && unread.readableBytesView.first == UInt8(ascii: "\r")
        guard unread.readableBytes > 0, !isHalfALineEnd else { return nil }
        if searched > 0, !hasEndOfHead {
            guard unread.readableBytes <= limits.headBytes else { throw .headTooLarge }
            searched = unread.readableBytes
            return nil
        }
        let bytes = unread
        let (result, length) = bytes.withUnsafeReadableBytes { pointer in
            var reader = HeadReader(pointer, limits)
            let result = Result { () throws(HeadReader.Stop) in try reader.head(bytes) }
            return (result, reader.position)
        }
        guard length <= limits.headBytes else { throw .headTooLarge }
        switch result {
        case .success(let head):
            unread.moveReaderIndex(forwardBy: length)
            searched = 0
            state =
                switch head.bodyLength {
                case .bytes(0): .head
                case .bytes(let count): .body(remaining: count)
                case .chunked: .chunkSize
                }
            return head
        case .failure(.incomplete):
            guard bytes.readableBytes <= limits.headBytes else { throw .headTooLarge }
            searched = unread.readableBytes
            return nil
        case .failure(.fault(let fault)):
            throw fault
        }
    }

    /// Whether an empty line came since the last search, so that reading a head that comes byte by byte costs no more.
    private var hasEndOfHead: Bool {
        let start = unread.readerIndex + max(searched - 3, 0)
        return unread.viewBytes(at: start, length: unread.writerIndex - start)?.firstRange(of: [13, 10, 13, 10]) != nil
    }
}

// MARK: Chunks (RFC 9112 section 7.1)

extension RequestParser {
    private mutating func readChunkSize() throws(RequestFault) -> Int? {
        guard let line = try readLine(limit: Self.chunkLineBytes, orThrow: .malformedChunk) else { return nil }
        let digits = line.prefix { Self.hexadecimal($0) != nil }
        var extensions = ChunkExtensions(line[digits.endIndex...])
        guard (1...15).contains(digits.count), extensions.areWellFormed() else { throw .malformedChunk }
        return digits.reduce(0) { $0 << 4 | (Self.hexadecimal($1) ?? 0) }
    }

    /// Reads a field after the last chunk, which is thrown away, or the empty line behind them.
    ///
    /// - Returns: its length with its line end.
    private mutating func readTrailer(after read: Int) throws(RequestFault) -> Int? {
        guard let line = try readLine(limit: limits.headBytes - read, orThrow: .headTooLarge) else { return nil }
        guard !line.isEmpty else { return 2 }
        let isField = Array(line + [13, 10]).withUnsafeBytes { bytes in
            var reader = HeadReader(bytes, limits)
            return (try? reader.field()) != nil
        }
        guard isField else { throw .malformedChunk }
        return line.count + 2
    }

    /// Reads a line.
    ///
    /// - Returns: it without its end; `nil` when it is not complete.
    private mutating func readLine(
        limit: Int,
        orThrow fault: RequestFault
    ) throws(RequestFault) -> ByteBufferView? {
        let bytes = unread.readableBytesView
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            guard bytes.count <= limit else { throw fault }
            return nil
        }
        guard end - bytes.startIndex < limit, end > bytes.startIndex, bytes[end - 1] == UInt8(ascii: "\r") else {
            throw fault
        }
        unread.moveReaderIndex(to: end + 1)
        return bytes[..<(end - 1)]
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
