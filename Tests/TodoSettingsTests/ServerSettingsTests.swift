import Testing
import TodoSettings

@Suite struct ServerSettingsTests {
    @Test func defaultsHoldWhereNothingIsSet() throws {
        let settings = try ServerSettings(Environment([:]))
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8000)
        #expect(settings.allowedOrigins == .only(["http://localhost:3000"]))
        #expect(settings.maxBodyBytes == 1_048_576)
        #expect(settings.logLevel == "info")
        #expect(settings.logFormat == .text)
    }

    @Test func everySettingIsRead() throws {
        let settings = try ServerSettings(
            .valid([
                .host: "::1", .port: "0", .frontendURL: "https://app.example.com", .maxBodyBytes: "1024",
                .logLevel: "WARNING", .logFormat: "Json",
            ])
        )
        #expect(settings.host == "::1")
        #expect(settings.port == 0)
        #expect(settings.allowedOrigins == .only(["https://app.example.com"]))
        #expect(settings.maxBodyBytes == 1024)
        #expect(settings.logLevel == "warning")
        #expect(settings.logFormat == .json)
    }

    @Test(
        arguments: [
            ("http://localhost:3000", .only(["http://localhost:3000"])),
            ("http://localhost:3000/", .only(["http://localhost:3000"])),
            (
                " https://a.example.com , https://b.example.com/ ",
                .only(["https://a.example.com", "https://b.example.com"])
            ),
            ("https://a.example.com,https://a.example.com/", .only(["https://a.example.com"])),
            ("https://a.example.com,,", .only(["https://a.example.com"])),
            ("https://App.Example.com", .only(["https://app.example.com"])),
            ("http://[::1]:3000", .only(["http://[::1]:3000"])),
            ("*", .any),
            ("https://a.example.com:443", .only(["https://a.example.com"])),
            ("http://a.example.com:80/, http://[::80]", .only(["http://a.example.com", "http://[::80]"])),
            ("http://a.example.com:443", .only(["http://a.example.com:443"])),
            (" * ,", .any),
            ("http://a_b-1.example.com:65535", .only(["http://a_b-1.example.com:65535"])),
        ] as [(String, ServerSettings.AllowedOrigins)]
    )
    func originsAreRead(_ text: String, _ expected: ServerSettings.AllowedOrigins) throws {
        #expect(try ServerSettings(.valid([.frontendURL: text])).allowedOrigins == expected)
    }

    @Test(arguments: [
        "https://app.example.com/path", "https://app.example.com/path/", "https://app.example.com?query",
        "https://app.example.com#part", "https://user@app.example.com", "app.example.com", "localhost:3000",
        "ftp://app.example.com", "file:///", "https://", "null", "https://a b.example.com",
        "https://a.example.com https://b.example.com", "https://\u{E9}.example.com",
        "https://good.example.com,https://bad.example.com/path", "http://a.com:99999", "http://a.com:65536",
        "http://a.com:0", "http://a.com:080", "http://a.com:", "http://a.com:+80", "http://a.com:x",
        "http://a.com:80:80", "http://:80", "http://[::1", "http://[]", "http://[::g]", "http://a]", "http://<a>",
        "http://a\r\n",
    ])
    func whatIsNoOriginIsRefused(_ text: String) {
        let error = #expect(throws: SettingsError.self) { try ServerSettings(.valid([.frontendURL: text])) }
        #expect(
            error?.description
                == "FRONTEND_URL: must hold origins such as https://app.example.com, without a path, separated by commas"
        )
    }

    @Test(arguments: [
        "https://*.vercel.app", "https://*", "*.example.com", "http://localhost:3000, *", "*,https://a.example.com",
        "http://localhost:*", "**",
    ])
    func anAsteriskStandsForAllOriginsOrIsRefused(_ text: String) {
        let error = #expect(throws: SettingsError.self) { try ServerSettings(.valid([.frontendURL: text])) }
        #expect(
            error?.description
                == "FRONTEND_URL: must name each origin in full, such as https://app.example.com; "
                + "* stands for every origin and not for a part of one, and nothing may stand beside it"
        )
    }

    @Test(arguments: [",", " ", " , / "])
    func noOriginAtAllIsRefused(_ text: String) {
        let error = #expect(throws: SettingsError.self) { try ServerSettings(.valid([.frontendURL: text])) }
        #expect(
            error?.description
                == "FRONTEND_URL: names no origin; set it to your frontend's, such as http://localhost:3000"
        )
    }
}
