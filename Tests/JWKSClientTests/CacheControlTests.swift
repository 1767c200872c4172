import Testing

@testable import JWKSClient

@Suite struct CacheControlTests {
    @Test(
        arguments: [
            ([], nil), ([""], nil), (["public"], nil), (["max-age"], nil), (["max-age="], nil), (["max-age=x"], nil),
            (["max-age=-1"], nil), (["s-maxage=5"], nil), (["max-age=60"], 60), (["public, MAX-AGE = \"300\""], 300),
            (["max-age=600, max-age=60"], 60), (["max-age=0"], 0), (["no-store"], 0), (["max-age=60", "No-Cache"], 0),
            (["no-cache=\"Set-Cookie\""], 0), (["max-age=99999999999999999999"], 2_147_483_648),
        ] as [([String], Int?)]
    )
    func theAgeIsTheStrictestThatIsSaid(fields: [String], seconds: Int?) {
        #expect(CacheControl.maxAge(fields) == seconds.map { .seconds($0) })
    }
}
