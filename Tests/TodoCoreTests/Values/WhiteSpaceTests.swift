import Testing
import TodoCore

/// Every scalar value with the property `White_Space` is trimmed, and nothing else is.
@Suite struct WhiteSpaceTests {
    /// The property's 25 scalar values as Unicode's `PropList.txt` has them, written out so that this does not ask the
    /// standard library what it should be asked about.
    static let whiteSpace: [UInt32] =
        Array(0x09...0x0D) + [0x20, 0x85, 0xA0, 0x1680] + Array(0x2000...0x200A)
        + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000]

    @Test(arguments: whiteSpace)
    func whiteSpaceIsTrimmedAtBothEnds(_ value: UInt32) throws {
        let space = String(try #require(Unicode.Scalar(value)))
        let title = try TaskTitle("\(space)\(space)a\(space)b\(space)")
        #expect(Array(title.rawValue.unicodeScalars) == Array("a\(space)b".unicodeScalars))
    }

    @Test(arguments: whiteSpace)
    func whiteSpaceAloneIsNoTitle(_ value: UInt32) throws {
        let space = String(try #require(Unicode.Scalar(value)))
        #expect(throws: FieldFault.self) { try TaskTitle(space) }
    }

    @Test func nothingElseInTheBasicPlaneIsTrimmed() throws {
        let others = (1...0xFFFF).compactMap(Unicode.Scalar.init(_:)).filter { !Self.whiteSpace.contains($0.value) }
        let trimmed = try others.filter { try TaskTitle("\($0)").rawValue.unicodeScalars.elementsEqual([$0]) == false }
        #expect(trimmed == [])
        #expect(others.count == 0xFFFF - 2048 - 25)
    }

    @Test func aMarkAfterWhiteSpaceKeepsIt() throws {
        // " " and U+0301 are one grapheme but two scalars, of which the first is white space.
        let title = try TaskTitle(" \u{301}a")
        #expect(Array(title.rawValue.unicodeScalars) == ["\u{301}", "a"])
    }

    @Test func carriageReturnAndLineFeedAreTrimmedAsTwoScalars() throws {
        let title = try TaskTitle("\r\na\r\n\r\n")
        #expect(title.rawValue == "a")
    }
}
