import Testing

@testable import TodoPostgres

@Suite struct HostOrderTests {
    /// The hosts and ports of an attempt that begins with a given host.
    func attempt(_ url: String, _ index: Int) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: HostOrder(url: url).parameters(beginningWith: index).map { ($0.keyword, $0.value) }
        )
    }

    @Test func eachAttemptBeginsWithAnotherHostAndKeepsTheRestInOrder() {
        let url = "postgresql://u:p@a:1,b:2,c:3/db?target_session_attrs=read-write"
        #expect(HostOrder(url: url).count == 3)
        #expect(attempt(url, 0) == ["host": "a,b,c", "port": "1,2,3"])
        #expect(attempt(url, 1) == ["host": "b,c,a", "port": "2,3,1"])
        #expect(attempt(url, 5) == ["host": "c,a,b", "port": "3,1,2"])
    }

    @Test func aPortWithoutANumberMovesWithItsHost() {
        #expect(attempt("postgresql://a,b:5433/db", 1) == ["host": "b,a", "port": "5433,"])
    }

    @Test func addressesMoveWithTheirHostsAndOnePortServesAll() {
        let url = "postgresql:///db?host=a,b&hostaddr=10.0.0.1,10.0.0.2&port=5432"
        #expect(attempt(url, 1) == ["host": "b,a", "hostaddr": "10.0.0.2,10.0.0.1"])
    }

    @Test(arguments: [
        "postgresql://a:1/db", "postgresql:///db?host=/run/postgresql", "postgresql:///db", "postgresql://%zz",
    ])
    func oneHostIsLeftAsTheURLHasIt(url: String) {
        #expect(HostOrder(url: url).count == 1)
        #expect(attempt(url, 1).isEmpty)
    }
}
