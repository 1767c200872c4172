import Testing

@testable import TodoPostgres

@Suite struct StrandedTransactionsTests {
    @Test func whatTheServerIsStillAtWorkOnIsKeptUntilItEnds() {
        var stranded = StrandedTransactions()
        stranded.add(71)
        stranded.add(72)
        #expect(stranded.count == 2)
        #expect(Set(stranded.processes) == [71, 72])

        stranded.keep([71: "3/15", 99: "4/1"])
        #expect(stranded.processes == [71])
        stranded.keep([71: "3/15"])
        #expect(stranded.processes == [71])
        stranded.keep([:])
        #expect(stranded.count == 0)
    }

    @Test func aProcessThatIsAtWorkOnSomethingElseIsForgotten() {
        var stranded = StrandedTransactions()
        stranded.add(71)
        stranded.keep([71: "3/15"])
        stranded.keep([71: "3/16"])
        #expect(stranded.count == 0)
    }

    @Test func aProcessThatIsGivenUpAgainMayBeAtWorkOnAnything() {
        var stranded = StrandedTransactions()
        stranded.add(71)
        stranded.keep([71: "3/15"])
        stranded.add(71)
        stranded.keep([71: "3/16"])
        #expect(stranded.processes == [71])
    }
}
