import Testing
import TodoPostgres

@Suite struct PostgresConfigurationTests {
    @Test func printingShowsNothingOfTheURL() {
        let url = "postgresql://login:hunter2@database.example/todo"
        let values: [Any] = [
            PostgresConfiguration(url: url), UserAdministration(url: url), UserAdministration(url: url).list(),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains("hunter2"))
                #expect(!text.contains("database.example"))
            }
        }
    }
}
