import CustomDump
import Testing

@testable import TodoPostgres

@Suite struct CatalogTests {
    private static func column(_ name: String, _ definition: String) -> Catalog.Object {
        Catalog.Object(kind: "column", name: name, definition: definition)
    }

    private let expected = Catalog(
        objects: [Self.column("tasks.id", "bigint not null"), Self.column("tasks.title", "text")]
    )

    @Test func theSameHasNoDifferencesInWhateverOrder() {
        #expect(Catalog(objects: expected.objects.reversed()).differences(from: expected).isEmpty)
    }

    @Test func whatIsMissingDifferentOrFurtherIsToldInALine() {
        let found = Catalog(objects: [Self.column("tasks.id", "integer not null"), Self.column("tasks.extra", "text")])
        expectNoDifference(
            found.differences(from: expected).map(\.description),
            [
                "column tasks.id is integer not null, and should be bigint not null",
                "column tasks.title is missing: text",
                "column tasks.extra is not the migrations': text",
            ]
        )
    }

    @Test func objectsOfTheSameNameAndAnotherKindAreNotConfused() {
        let index = Catalog.Object(kind: "index", name: "tasks.id", definition: "bigint not null")
        let found = Catalog(objects: [index, Self.column("tasks.title", "text")])
        #expect(found.differences(from: expected).map(\.kind) == ["column", "index"])
    }
}
