import Testing
import TodoSettings

@Suite struct SecretTests {
    private struct Holder {
        let secret: Secret
        let list: [Secret]
    }

    @Test func noWayOfPrintingShowsIt() {
        let secret = Secret("hunter2")
        let holder = Holder(secret: secret, list: [secret])
        var dumped = ""
        dump(secret, to: &dumped)
        dump(holder, to: &dumped)
        dump(["key": secret], to: &dumped)
        let optional: Secret? = secret
        let texts = [
            "\(secret)", "\([secret])", "\(holder)", String(describing: secret), String(reflecting: secret),
            String(reflecting: holder), String(describing: optional), dumped,
        ]
        for text in texts {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(secret)" == "<secret>")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func settingsThatHoldSecretsDoNotShowThem() throws {
        let environment = Environment.valid()
        let values: [Any] = [try DatabaseSettings(environment), try AuthenticationSettings(environment), environment]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains(Environment.goodSecret))
                #expect(!text.contains("pg-pass-word"))
            }
        }
    }

    @Test func itRevealsItselfWhenAsked() {
        #expect(Secret("hunter2").reveal() == "hunter2")
        #expect(Secret("a") == Secret("a"))
        #expect(Secret("a") != Secret("b"))
    }
}
