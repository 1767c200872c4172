import Testing
import TodoCore

@testable import TodoServer

@Suite struct RequestFieldTests {
    @Test(arguments: [
        ("abc", "abc"), (#""abc""#, "abc"), (#""a\"b\\c""#, #"a"b\c"#), (#"a"b"#, #"a"b"#), ("!~,;", "!~,;"),
        (String(repeating: "k", count: 255), String(repeating: "k", count: 255)),
    ])
    func aKeyIsQuotedOrBare(value: String, key: String) {
        #expect(IdempotencyKeyField.key(value)?.rawValue == key)
    }

    @Test(arguments: [
        "", #""""#, #"""#, #""a"#, #""a"b""#, #""a\b""#, #""a\"#, "a b", #""a b""#, "a\u{7F}", "é", #""a"; x=1"#,
        String(repeating: "k", count: 256),
    ])
    func anythingElseIsNoKey(value: String) {
        #expect(IdempotencyKeyField.key(value) == nil)
    }

    @Test(arguments: [
        ("count=exact", "exact"), (#"Count = "exact""#, "exact"), ("a, count=exact;x=1", "exact"),
        ("count=planned, count=exact", "planned"), ("count", ""), ("counts=exact", nil), ("", nil), (",;=", nil),
    ])
    func aPreferenceHasTheFirstValueThatIsGiven(field: String, value: String?) {
        #expect(Preferences.value(of: "count", in: field) == value)
    }

    private static let trace = "0af7651916cd43dd8448eb211c80319c"

    @Test(arguments: [
        "00-\(trace)-b7ad6b7169203331-01", "00-\(trace)-b7ad6b7169203331-00", "cc-\(trace)-b7ad6b7169203331-01-more",
    ])
    func aTraceIsContinued(text: String) throws {
        let parent = try #require(TraceParent(text))
        #expect(parent.traceID == Self.trace)
        #expect(parent.parentID == "b7ad6b7169203331")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-b7ad6b7169203331", "00-\(trace)-b7ad6b7169203331-01-more",
        "ff-\(trace)-b7ad6b7169203331-01",
        "00-\(trace.uppercased())-b7ad6b7169203331-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace)0-b7ad6b7169203331-01", "00-\(trace)-b7ad6b7169203331-1",
    ])
    func aMalformedTraceIsIgnored(text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test(arguments: [Int64.min, -62_167_219_200_000_001, 253_402_300_800_000_000, .max])
    func aCursorBeyondAnyStoresTimesIsNone(microseconds: Int64) {
        let position = TaskPosition(
            createdAt: Timestamp(microsecondsSinceEpoch: microseconds),
            id: TodoTask.ID(unchecked: 1)
        )
        #expect(PageCursor.position(PageCursor.text(position)) == nil)
    }

    @Test(
        arguments: [-62_167_219_200_000_000, -1, 0, 1_771_322_400_000_001, 253_402_300_799_999_999],
        [Int64(1), .max]
    )
    func aCursorIsThePositionThatItWasMadeFrom(microseconds: Int64, id: Int64) {
        let position = TaskPosition(
            createdAt: Timestamp(microsecondsSinceEpoch: microseconds),
            id: TodoTask.ID(unchecked: id)
        )
        #expect(PageCursor.position(PageCursor.text(position)) == position)
    }
}
