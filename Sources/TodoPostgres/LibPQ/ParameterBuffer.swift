/// A statement's parameters in PostgreSQL's binary format, laid out as libpq wants them.
///
/// One buffer serves a whole connection: filling it again reuses its memory.
struct ParameterBuffer: ~Copyable {
    private var bytes: [UInt8] = []
    /// Where each value begins in `bytes`; -1 for NULL.
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    mutating func fill(_ values: [PostgresValue]) {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        for value in values {
            let start = bytes.count
            switch value {
            case .null:
                offsets.append(-1)
                lengths.append(0)
                continue
            case .bool(let value):
                bytes.append(value ? 1 : 0)
            case .int8(let value):
                appendBigEndian(value)
            case .int8s(let values):
                beginArray(of: .int8, count: values.count)
                for value in values {
                    appendBigEndian(Int32(MemoryLayout<Int64>.size))
                    appendBigEndian(value)
                }
            case .text(let value):
                bytes.append(contentsOf: value.utf8)
            case .timestamptz(let value):
                appendBigEndian(value.postgresMicroseconds)
            case .bools(let values):
                beginArray(of: .bool, count: values.count)
                for value in values { append(element: CollectionOfOne(value ? 1 : 0)) }
            case .texts(let values):
                beginArray(of: .text, count: values.count)
                for value in values { append(element: value?.utf8) }
            case .timestamps(let values):
                beginArray(of: .timestamptz, count: values.count)
                for value in values {
                    appendBigEndian(Int32(MemoryLayout<Int64>.size))
                    appendBigEndian(value.postgresMicroseconds)
                }
            }
            offsets.append(start)
            lengths.append(Int32(bytes.count - start))
        }
        while formats.count < values.count { formats.append(1) }
        // An empty value still needs an address: NULL would mean SQL's NULL.
        if bytes.isEmpty { bytes.append(0) }
    }

    private mutating func appendBigEndian<Integer: FixedWidthInteger>(_ value: Integer) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// The head of an array of one dimension (`array_recv` in PostgreSQL's sources); its elements follow.
    private mutating func beginArray(of type: PGTypeID, count: Int) {
        let mayHaveNulls: Int32 = 1
        let firstIndex: Int32 = 1
        for value in [Int32(1), mayHaveNulls, Int32(bitPattern: type.rawValue), Int32(count), firstIndex] {
            appendBigEndian(value)
        }
    }

    /// An element of an array: its length, -1 for NULL, and its bytes.
    private mutating func append(element: (some Collection<UInt8>)?) {
        appendBigEndian(Int32(element?.count ?? -1))
        if let element { bytes.append(contentsOf: element) }
    }

    /// Lends count, values, lengths and formats; libpq copies them before it returns.
    borrowing func withPointers<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe withUnsafeTemporaryAllocation(
                of: UnsafePointer<CChar>?.self,
                capacity: max(offsets.count, 1)
            ) { pointers in
                let base = unsafe buffer.bindMemory(to: CChar.self).baseAddress
                for (index, offset) in offsets.enumerated() {
                    unsafe pointers[index] = offset < 0 ? nil : unsafe base.map { unsafe $0 + offset }
                }
                return unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(
                            Int32(offsets.count),
                            UnsafePointer(pointers.baseAddress),
                            lengths.baseAddress,
                            formats.baseAddress
                        )
                    }
                }
            }
        }
    }
}
