import Testing

@testable import TodoPostgres

@Suite struct ReachabilityTests {
    private let reachability = Reachability()

    @Test func theFirstSessionThatSeemsToBeAPoolersIsOne() {
        #expect(reachability.believesInPooler())
        #expect(reachability.believesInPooler())
    }

    @Test func afterAnOwnSessionAPoolerIsBelievedInWhenItIsSeenTwiceInARow() {
        reachability.hasOwnSession()
        #expect(!reachability.believesInPooler())
        reachability.hasOwnSession()
        #expect(!reachability.believesInPooler())
        #expect(reachability.believesInPooler())
        #expect(reachability.believesInPooler())
    }
}
