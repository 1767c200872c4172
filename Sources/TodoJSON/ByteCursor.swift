/// Writes into memory whose size was reckoned before, which is faster than to let a buffer grow piece by piece.
///
/// To write more than there is room for is a defect, and ends the process.
struct ByteCursor {
    private let memory: UnsafeMutableRawBufferPointer
    /// How many bytes were written.
    private(set) var count = 0

    /// The most digits that a 64-bit integer has, its sign among them.
    static let decimalLength = 20

    init(_ memory: UnsafeMutableRawBufferPointer) {
        self.memory = memory
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        precondition(count < memory.count)
        memory[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Puts bytes that are in a number, the lowest first.
    @inline(__always)
    mutating func put<Word: FixedWidthInteger & BitwiseCopyable>(_ word: Word) {
        put(count: MemoryLayout<Word>.size) { $0.storeBytes(of: word.littleEndian, as: Word.self) }
    }

    /// Puts as many bytes as `write` writes.
    @inline(__always)
    mutating func put(count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        write(UnsafeMutableRawBufferPointer(rebasing: memory[self.count..<(self.count + count)]))
        self.count += count
    }

    /// Puts what was put before at this place once more.
    @inline(__always)
    mutating func putAgain(_ range: Range<Int>) {
        put(UnsafeRawBufferPointer(rebasing: memory[range]))
    }

    /// Puts an integer in decimal.
    mutating func put(decimal value: Int64) {
        withUnsafeTemporaryAllocation(byteCount: Self.decimalLength, alignment: 1) { digits in
            var start = digits.count
            var magnitude = value.magnitude
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            if value < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            put(UnsafeRawBufferPointer(rebasing: digits[start...]))
        }
    }
}
