import TodoCore

/// Regular expressions by ECMA-262, as JSON Schema has them, for what the server reads and writes.
///
/// They describe and decide nothing; the tests hold each against the code that decides.
enum Pattern {
    /// What any text may hold that PostgreSQL stores: all but U+0000.
    static let storable = #"^[^\u0000]*$"#

    /// Text whose length counts without the white space (Unicode's `White_Space`) at both ends; no U+0000.
    static func trimmed(_ length: ClosedRange<Int>) -> String {
        let inner = "[^\\u0000]{0,\(length.upperBound - 2)}"
        return "^[\(space)]*[^\(space)\\u0000](\(inner)[^\(space)\\u0000])?[\(space)]*$"
    }

    /// One version's tag, as the server writes it.
    static let entityTag = #"^"[1-9][0-9]*-[1-9][0-9]*"$"#

    /// `If-Match` and `If-None-Match`: `*`, or tags with commas between (RFC 9110 sections 5.6.1 and 8.8.3).
    static let entityTags =
        #"^[ \t]*(\*|(,[ \t]*)*\#(tag)([ \t]*,([ \t]*\#(tag))?)*)[ \t]*$"#

    /// A key of visible ASCII, bare or as a string of RFC 8941 section 3.3.3.
    static let idempotencyKey = """
        ^([!#-~][!-~]{0,\(IdempotencyKey.maximumLength - 1)}\
        |"([!#-\\[\\]-~]|\\\\["\\\\]){1,\(IdempotencyKey.maximumLength)}")$
        """

    static let requestID = #"^[A-Za-z0-9._-]{1,128}$"#

    static let taskPath = #"^/api/tasks/[1-9][0-9]*$"#

    /// The values of `completed` in a query.
    static let flag = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[01])$"

    private static let tag = #"(W/)?"[^\u0000-\u0020"\u007F]*""#

    private static let space =
        #"\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"#
}
