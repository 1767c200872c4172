import TodoCore

/// A row of `COPY … (format binary)` (PostgreSQL manual, "COPY", "Binary Format"), read field by field.
///
/// Valid only while the bytes are lent.
@safe
struct CopyRow {
    private var rest: UnsafeRawBufferPointer

    private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
    private static let headerLength = 19

    /// The row, or `nil` for the stream's header or trailer without one; the header may stand before the first row.
    init?(_ bytes: UnsafeRawBufferPointer) {
        let header = unsafe bytes.starts(with: Self.signature) ? Self.headerLength : 0
        unsafe rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(header))
        guard let fields = integer(Int16.self), fields >= 0 else { return nil }
    }

    mutating func int64() -> Int64 {
        guard let length = integer(Int32.self), length == 8 else { return 0 }
        return integer(Int64.self) ?? 0
    }

    mutating func bool() -> Bool {
        guard let length = integer(Int32.self), length == 1 else { return false }
        return integer(UInt8.self) == 1
    }

    mutating func timestamp() -> Timestamp { Timestamp(postgresMicroseconds: int64()) }

    /// The text, or `nil` for NULL.
    mutating func text() -> String? {
        guard let length = integer(Int32.self), length >= 0, Int(length) <= (unsafe rest.count) else { return nil }
        let text = unsafe String(decoding: rest.prefix(Int(length)), as: UTF8.self)
        skip(Int(length))
        return text
    }

    private mutating func integer<Integer: FixedWidthInteger & BitwiseCopyable>(_ type: Integer.Type) -> Integer? {
        let size = MemoryLayout<Integer>.size
        guard unsafe rest.count >= size else { return nil }
        let value = Integer(bigEndian: unsafe rest.loadUnaligned(as: Integer.self))
        skip(size)
        return value
    }

    private mutating func skip(_ count: Int) {
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
}
