/// What is checked of a database, in this order.
package enum DatabaseCheck: String, Sendable, Hashable, CaseIterable {
    /// Whether a connection comes about.
    case connection = "database.connection"
    /// Whether it is encrypted, and the server known to be the one that was meant.
    case tls = "database.tls"
    /// What stands between.
    case pooler = "database.pooler"
    /// Whether the database has the same time.
    case clock = "database.clock"
    /// Whether every migration is applied.
    case schema = "database.schema"
    /// Whether the database keeps users apart.
    case isolation = "database.isolation"
    /// Whether the statements about tasks have their indexes.
    case indexes = "database.indexes"
    /// Whether the schema is what its migrations make.
    case drift = "database.drift"
}

extension Finding {
    init(_ check: DatabaseCheck, _ status: Status, _ sentence: String, remedy: String? = nil) {
        self.init(check.rawValue, status, sentence, remedy: remedy)
    }
}
