/// What the fields of a head say of the message itself and of its connection, gathered while they are read.
struct MessageFraming {
    private(set) var hosts = 0
    /// Whether each of them holds what a host is.
    private(set) var areHostsWellFormed = true
    private(set) var expectsContinue = false
    private(set) var isToClose = false
    private(set) var isToKeepAlive = false
    private(set) var bodyLength = RequestHead.BodyLength.bytes(0)
    private var isLengthStated = false

    /// - Throws: ``RequestFault/malformedLength``, also for what is well-formed but leaves room for two readings: more than one
    ///   length, chunks and a length, chunks in HTTP/1.0 (RFC 9112 sections 6.1 and 6.3).
    mutating func take(
        _ name: UnsafeRawBufferPointer,
        _ value: UnsafeRawBufferPointer,
        isHTTP10: Bool
    ) throws(RequestFault) {
        switch name.count {
        case 4:
            guard Self.isSpelling(of: "host", name[...]) else { return }
            hosts += 1
            if !HostValue.isWellFormed(value) { areHostsWellFormed = false }
        case 6:
            if Self.isSpelling(of: "expect", name[...]), Self.contains("100-continue", value) { expectsContinue = true }
        case 10:
            guard Self.isSpelling(of: "connection", name[...]) else { return }
            if Self.contains("close", value) { isToClose = true }
            if Self.contains("keep-alive", value) { isToKeepAlive = true }
        case 14:
            guard Self.isSpelling(of: "content-length", name[...]) else { return }
            guard let count = Self.decimal(value) else { throw .malformedLength }
            try state(.bytes(count))
        case 17:
            guard Self.isSpelling(of: "transfer-encoding", name[...]) else { return }
            guard !isHTTP10, Self.isSpelling(of: "chunked", value[...]) else { throw .malformedLength }
            try state(.chunked)
        default:
            break
        }
    }

    private mutating func state(_ length: RequestHead.BodyLength) throws(RequestFault) {
        guard !isLengthStated else { throw .malformedLength }
        isLengthStated = true
        bodyLength = length
    }

    /// Whether the value, a list, has this member.
    private static func contains(_ member: StaticString, _ value: UnsafeRawBufferPointer) -> Bool {
        value.split(separator: UInt8(ascii: ",")).contains { part in
            var part = part
            while let first = part.first, HeadReader.isBlank(first) { part.removeFirst() }
            while let last = part.last, HeadReader.isBlank(last) { part.removeLast() }
            return isSpelling(of: member, part)
        }
    }

    private static func isSpelling(of text: StaticString, _ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        text.withUTF8Buffer { text in
            text.count == bytes.count && zip(text, bytes).allSatisfy { $0 == Token.lowercased($1) }
        }
    }

    private static func decimal(_ value: UnsafeRawBufferPointer) -> Int? {
        guard !value.isEmpty else { return nil }
        var number = 0
        for byte in value {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let tenfold = number.multipliedReportingOverflow(by: 10)
            let sum = tenfold.partialValue.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !tenfold.overflow, !sum.overflow else { return nil }
            number = sum.partialValue
        }
        return number
    }
}
