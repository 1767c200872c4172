import Testing

@testable import TodoPostgres

/// What is made of libpq's words when no connection comes about.
@Suite struct ConnectionFailureTests {
    private static let url = "postgresql://todo:secret@db:5432/todo"
    private static let place = #"connection to server at "127.0.0.1", port 5432 failed: "#

    static let words: [(String, ConnectionFailure)] = [
        ("Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?", .unreachable),
        ("FATAL:  57P03: the database system is starting up\nLOCATION:  Startup, a.c:1", .notReady),
        ("FATAL:  53300: sorry, too many clients already\nLOCATION:  InitProcess, proc.c:352", .crowded),
        ("FATAL:  28P01: password authentication failed for user \"todo\"\nLOCATION:  auth_failed, auth.c:335", .login),
        ("FATAL:  28000: no pg_hba.conf entry for host \"10.0.0.1\"", .login),
        ("FATAL:  42501: permission denied for database \"todo\"", .login),
        ("FATAL:  3D000: database \"todo\" does not exist", .noDatabase),
        ("FATAL:  08P01: no such database: todo", .noDatabase),
        ("FATAL:  08P01: query_wait_timeout", .unreachable),
        ("FATAL:  08P01: SASL authentication failed", .login),
        ("ВАЖНО:  3D000: база данных \"todo\" не существует", .noDatabase),
        ("fe_sendauth: no password supplied", .login),
        ("server does not support SSL, but SSL was required", .notTrusted),
        ("SSL error: certificate verify failed", .notTrusted),
        ("SSL error: unexpected eof while reading", .unreachable),
        ("server closed the connection unexpectedly", .unreachable),
    ]

    @Test(arguments: words)
    func aFailureIsToldApartByTheServersCodeElseByTheWords(words: String, failure: ConnectionFailure) {
        #expect(
            ConnectionFailure(.connectionRefused(Self.place + words, lacksPassword: false), url: Self.url) == failure
        )
    }

    @Test func onlyWhatPassesIsWaitedFor() {
        #expect(ConnectionFailure.allCases.filter(\.isPassing) == [.unreachable, .notReady, .crowded])
    }

    @Test func theMessageHasNeitherCodesNorPlacesInSources() {
        let error = PostgresError.connectionRefused(
            "\(Self.place)FATAL:  28P01: password authentication failed for user \"todo\"\nLOCATION:  auth_failed, auth.c:335\n",
            lacksPassword: false
        )
        #expect(error.message == "\(Self.place)FATAL: password authentication failed for user \"todo\"")
        #expect(error.refusal == SQLState(rawValue: "28P01"))
    }

    @Test func ofSeveralAddressesTheLastRefusalCounts() {
        let error = PostgresError.connectionRefused(
            "at ::1 failed: Connection refused\n\tIs the server running on that host?\nat 127.0.0.1 failed: FATAL:  3D000: none\n",
            lacksPassword: false
        )
        #expect(error.message == "at ::1 failed: Connection refused; at 127.0.0.1 failed: FATAL: none")
        #expect(ConnectionFailure(error, url: Self.url) == .noDatabase)
    }

    @Test(arguments: [
        "postgresql://todo:se@cret@db/todo", "postgresql://todo:se/cret@db/todo", "postgresql://todo:se%cret@db/todo",
        "postgresql://db/todo?nonsense=1", "postgresql://db:port/todo",
    ])
    func aURLThatWasNotMeantSoIsMalformed(url: String) {
        #expect(ConnectionFailure(.connectionFailed("any"), url: url) == .malformedURL)
    }

    @Test(arguments: [
        "postgresql://", "postgresql:///todo", "postgresql://db:5432,other:5433/todo", "postgres://u:p%40ss@db/todo",
    ])
    func anyOtherURLIsNot(url: String) {
        #expect(ConnectionFailure(.connectionFailed("any"), url: url) == .unreachable)
    }
}
