import Testing

@testable import TodoCore

@Suite struct TextRulesTests {
    /// Bytes are looked at eight at a time, the last eight whether or not some of them were before.
    @Test(arguments: 0...33)
    func oneByteBeyondASCIIIsSeenInEveryPlace(count: Int) {
        var bytes = [UInt8](repeating: 0x7F, count: count)
        #expect(bytes.withUnsafeBytes(TextRules.isASCII))
        for place in bytes.indices {
            bytes[place] = 0x80
            #expect(!bytes.withUnsafeBytes(TextRules.isASCII), "at \(place)")
            bytes[place] = 0x7F
        }
    }
}
