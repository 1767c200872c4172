import CustomDump
import Testing
import TodoCore

@testable import TodoServer

@Suite struct EntityTagTests {
    @Test(
        arguments: [
            ("*", .any), (" *\t", .any), (#""a""#, .tags([.init(opaque: "a")])), (#""""#, .tags([.init(opaque: "")])),
            (#"W/"a""#, .tags([.init(opaque: "a", isWeak: true)])),
            (
                #""a", W/"b" ,"c,d""#,
                .tags([.init(opaque: "a"), .init(opaque: "b", isWeak: true), .init(opaque: "c,d")])
            ),
            (#",, "a",, "b","#, .tags([.init(opaque: "a"), .init(opaque: "b")])),
            (#""é\""#, .tags([.init(opaque: #"é\"#)])),
        ] as [(String, EntityTagCondition)]
    )
    func aConditionIsRead(value: String, condition: EntityTagCondition) {
        expectNoDifference(EntityTagCondition(value), condition)
    }

    @Test(arguments: [
        "", " ", ",", "a", #""a"#, #"a""#, #""a" "b""#, #"w/"a""#, #"W /"a""#, "W/", "W/*", #"*, "a""#, #""a", *"#,
        "**",
        #""a b""#, "\"a\u{7F}\"", #""a"b"#,
    ])
    func anythingElseIsMalformed(value: String) {
        #expect(EntityTagCondition(value) == nil)
    }

    @Test func aTagStandsForOneVersion() {
        let version = TaskVersion(id: TodoTask.ID(unchecked: 42), number: 7)
        #expect(EntityTag(version).description == #""42-7""#)
        var bytes: [UInt8] = []
        EntityTag.write(version, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == EntityTag(version).description)
        #expect(TaskVersion(EntityTag(version)) == version)
    }

    @Test(arguments: [
        "", "42", "42-", "42-0", "42--7", "-7", "042-7", "42-07", "+42-7", "42-+7", "0-1", "42-7-1", "x-1",
        "42-99999999999999999999",
    ])
    func anotherTagStandsForNone(opaque: String) {
        #expect(TaskVersion(EntityTag(opaque: opaque)) == nil)
    }
}
