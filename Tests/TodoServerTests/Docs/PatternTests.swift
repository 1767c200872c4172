import Foundation
import Testing
import TodoCore

@testable import TodoServer

/// The documents' patterns are held against the code that reads and writes what they describe.
@Suite struct PatternTests {
    private static func fits(_ text: String, _ pattern: String) throws -> Bool {
        let whole = NSRange(text.startIndex..., in: text)
        return try NSRegularExpression(pattern: pattern).firstMatch(in: text, range: whole)?.range == whole
    }

    private static let titles = [
        "", "x", " x ", "x y", "\t\n", "\u{85}x\u{2029}", "\u{FEFF}", "\u{1C}", "\u{0}", "x\u{0}", " \u{0}x", "x\ny",
        String(repeating: "x", count: 200), String(repeating: "x", count: 201), String(repeating: "😀", count: 200),
        String(repeating: "😀", count: 201), String(repeating: "e\u{301}", count: 100),
        String(repeating: "e\u{301}", count: 100) + "x", "  " + String(repeating: "x", count: 200) + "\u{3000}",
        "  " + String(repeating: "x", count: 201) + "\u{3000}", String(repeating: " ", count: 300),
    ]

    @Test(arguments: titles)
    func aTitleFitsWhereItIsTaken(text: String) throws {
        let isTaken = (try? TaskTitle(text)) != nil
        #expect(try Self.fits(text, Pattern.trimmed(1...TaskTitle.maximumLength)) == isTaken)
    }

    @Test func whiteSpaceIsUnicodes() throws {
        let pattern = try NSRegularExpression(pattern: Pattern.trimmed(1...TaskTitle.maximumLength))
        for scalar in (1...0x3100 as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init) {
            let text = String(scalar)
            let fits = pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
            #expect(fits == !scalar.properties.isWhitespace, "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test(arguments: ["", "x", "\u{0}", "x\u{0}y", "\u{1}\n\u{2028}😀"])
    func aDescriptionFitsWhereItIsTaken(text: String) throws {
        let isTaken = (try? TaskDescription(text)) != nil
        #expect(try Self.fits(text, Pattern.storable) == isTaken)
    }

    @Test(arguments: [
        "*", " * ", #""1-1""#, #"W/"1-1""#, #"w/"1-1""#, #""""#, #""a","b""#, #" "a" ,, W/"b" , "#, #","a""#,
        #", ,"a""#,
        "", ",", "a", #""a"#, #"a""#, #""a" "b""#, #""a b""#, #""a","#, #"*,"a""#, #""a",*"#, "W/", #"W/ "a""#, #""é""#,
        "\"a\u{7F}\"", #""a"b""#, #""a""b""#,
    ])
    func aConditionFitsWhereItIsTaken(text: String) throws {
        let isTaken = EntityTagCondition(text) != nil
        #expect(try Self.fits(text, Pattern.entityTags) == isTaken)
    }

    @Test(arguments: [
        "a", #""a""#, #"a"b"#, #""a\"b\\c""#, "!~,;", #"\"#, #""\\""#,
        "", #"""#, #""""#, #""a"#, #""a"b""#, #""a\b""#, #""a\"#, "a b", #""a b""#, "a\u{7F}", "é", #""é""#,
        String(repeating: "k", count: 255), String(repeating: "k", count: 256),
        "\"" + String(repeating: "k", count: 255) + "\"", "\"" + String(repeating: "k", count: 256) + "\"",
    ])
    func aKeyFitsWhereItIsTaken(text: String) throws {
        let isTaken = IdempotencyKeyField.key(text) != nil
        #expect(try Self.fits(text, Pattern.idempotencyKey) == isTaken)
    }

    @Test(arguments: [
        "a", "A.z_0-9", "", "a b", "é", String(repeating: "x", count: 128), String(repeating: "x", count: 129),
    ])
    func aRequestIDFitsWhereItIsTaken(text: String) throws {
        let isTaken = RequestID(text) != nil
        #expect(try Self.fits(text, Pattern.requestID) == isTaken)
    }

    @Test(arguments: ["true", "FALSE", "tRuE", "0", "1", "", "2", "yes", "truee", "01", "null"])
    func aFlagFitsWhereItIsTaken(text: String) throws {
        let isTaken = (try? ListParameters("completed=\(text)")) != nil
        #expect(try Self.fits(text, Pattern.flag) == isTaken)
    }

    @Test(arguments: [(Int64(1), Int64(1)), (.max, .max), (42, 10)])
    func whatTheServerWritesFits(id: Int64, version: Int64) throws {
        let tag = EntityTag(TaskVersion(id: TodoTask.ID(unchecked: id), number: version)).description
        #expect(try Self.fits(tag, Pattern.entityTag))
        #expect(try Self.fits(tag, Pattern.entityTags))
        #expect(try Self.fits("/api/tasks/\(id)", Pattern.taskPath))
    }
}
