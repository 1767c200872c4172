/// What a schema is made of, as PostgreSQL's catalogs tell it, without the names of schemas.
struct Catalog: Sendable, Hashable {
    var objects: [Object]

    /// Something that can be there, be missing, or be different.
    struct Object: Sendable, Hashable {
        /// Such as `column`.
        let kind: String
        /// Unique among its kind, such as `tasks.title`.
        let name: String
        /// In PostgreSQL's own words, on one line.
        let definition: String
    }

    /// What is not as `expected` has it: in its order, then what it does not have.
    func differences(from expected: Catalog) -> [CatalogDifference] {
        let compared = expected.objects.compactMap { wanted -> CatalogDifference? in
            let found = objects.first { $0.kind == wanted.kind && $0.name == wanted.name }
            guard found != wanted else { return nil }
            return CatalogDifference(
                kind: wanted.kind,
                name: wanted.name,
                expected: wanted.definition,
                found: found?.definition
            )
        }
        let further = objects.filter { object in
            !expected.objects.contains { $0.kind == object.kind && $0.name == object.name }
        }
        return compared
            + further.map { CatalogDifference(kind: $0.kind, name: $0.name, expected: nil, found: $0.definition) }
    }
}

/// One thing in which a schema is not what the migrations make.
public struct CatalogDifference: Sendable, Hashable {
    /// What it is: `table`, `column`, `constraint`, `index`, `policy`, `trigger`, `grant`, `role` or `membership`.
    public let kind: String
    /// Which one, such as `tasks.title`.
    public let name: String
    /// What the migrations make; `nil` when they make no such thing.
    public let expected: String?
    /// What there is; `nil` when it is missing.
    public let found: String?
}

extension CatalogDifference: CustomStringConvertible {
    /// One line, such as `index idx_tasks_user_id is missing: CREATE INDEX …`.
    public var description: String {
        switch (expected, found) {
        case (let expected?, let found?): "\(kind) \(name) is \(found), and should be \(expected)"
        case (let expected?, nil): "\(kind) \(name) is missing: \(expected)"
        case (nil, let found?): "\(kind) \(name) is not the migrations': \(found)"
        case (nil, nil): "\(kind) \(name)"
        }
    }
}

/// How a schema compares with what its migrations make.
public struct SchemaVerification: Sendable, Hashable {
    /// Empty when there is no drift.
    public let differences: [CatalogDifference]
    /// Why only a part was compared; `nil` when all of it was.
    public let obstacle: String?
    /// Every migration, as the database and this build know it.
    public let migrations: [MigrationStatus]
}
