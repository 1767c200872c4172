/// A parametrised SQL statement, written in this module and never assembled from input.
///
/// A class, since it is handed on with every query; there is one for each text, so that its identity stands for its name.
final class Statement: Sendable, Identifiable {
    /// Whether a statement may share a transaction with others and may be repeated.
    enum Access: Sendable, Hashable {
        /// Changes nothing: it may share a Sync with other reads and be sent again when a connection is lost.
        case read
        /// Changes something: it may share a Sync with other writes, and is sent again only where it has had no effect.
        case write
    }

    /// The name under which a connection prepares it.
    ///
    /// It ends with a digest of the text, so that a name can only ever stand for this very statement, also where an older or
    /// newer build has prepared its own.
    let name: String
    let sql: String
    let parameterTypes: [PGTypeID]
    /// The types of the columns that come back, checked for every result.
    let resultTypes: [PGTypeID]
    let access: Access

    init(name: String, sql: String, parameterTypes: [PGTypeID], resultTypes: [PGTypeID], access: Access) {
        self.name = "\(name)_\(TextDigest.sha256(sql).prefix(12))"
        self.sql = sql
        self.parameterTypes = parameterTypes
        self.resultTypes = resultTypes
        self.access = access
    }
}
