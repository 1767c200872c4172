import TodoCore

/// A statement's parameter.
enum PostgresValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int8(Int64)
    case int8s([Int64])
    case text(String)
    case timestamptz(Timestamp)
    case bools([Bool])
    /// An array of texts, some of which may be null.
    case texts([String?])
    case timestamps([Timestamp])
}

extension Timestamp {
    /// Microseconds between the Unix epoch and PostgreSQL's, 2000-01-01T00:00:00Z.
    private static let postgresEpoch: Int64 = 946_684_800_000_000

    /// The value of a binary `timestamptz`; infinities saturate.
    init(postgresMicroseconds: Int64) {
        self.init(microsecondsSinceEpoch: postgresMicroseconds.addingSaturating(Self.postgresEpoch))
    }

    var postgresMicroseconds: Int64 { microsecondsSinceEpoch - Self.postgresEpoch }
}

extension Int64 {
    fileprivate func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, isOverflow) = addingReportingOverflow(other)
        return isOverflow ? .max : sum
    }
}
