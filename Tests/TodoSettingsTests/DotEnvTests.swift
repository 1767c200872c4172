import Testing

@testable import TodoSettings

@Suite struct DotEnvTests {
    @Test(
        arguments: [
            ("", [:]),
            ("\n\n", [:]),
            ("# comment\n  # another", [:]),
            ("A=1", ["A": "1"]),
            ("A=1\nB=2\n", ["A": "1", "B": "2"]),
            ("A=1\r\nB=2\r\n", ["A": "1", "B": "2"]),
            ("A=1\r\n\r\n# comment\r\nB=2", ["A": "1", "B": "2"]),
            ("A=", ["A": ""]),
            ("A=\"\"", ["A": ""]),
            ("A=''", ["A": ""]),
            ("  A = 1  ", ["A": "1"]),
            ("\tA=1\t", ["A": "1"]),
            ("export A=1", ["A": "1"]),
            ("export   A=1", ["A": "1"]),
            ("export=1", ["export": "1"]),
            ("_a1=x", ["_a1": "x"]),
            ("A=1\nA=2", ["A": "2"]),
            ("A=two words", ["A": "two words"]),
            ("A=b=c==", ["A": "b=c=="]),
            ("A=\"b=c\"", ["A": "b=c"]),
            ("A=b # comment", ["A": "b"]),
            ("A=b\t# comment", ["A": "b"]),
            ("A= # comment", ["A": ""]),
            ("A=b#no-comment", ["A": "b#no-comment"]),
            ("A=#no-comment", ["A": "#no-comment"]),
            ("A=\"b # no comment\"", ["A": "b # no comment"]),
            ("A='b # no comment' # comment", ["A": "b # no comment"]),
            ("A=\"b\" # comment", ["A": "b"]),
            ("A=\" b \"", ["A": " b "]),
            ("A=' b '", ["A": " b "]),
            (#"A="b\nc""#, ["A": "b\nc"]),
            (#"A='b\nc'"#, ["A": #"b\nc"#]),
            (#"A="say \"hi\" \\ \$x""#, ["A": #"say "hi" \ $x"#]),
            (#"A=b\nc"#, ["A": #"b\nc"#]),
            ("A=it's", ["A": "it's"]),
            ("A=\"it's\"", ["A": "it's"]),
            ("A='say \"hi\"'", ["A": "say \"hi\""]),
            ("A=😀é漢", ["A": "😀é漢"]),
        ] as [(String, [String: String])]
    )
    func aFileIsRead(_ text: String, _ expected: [String: String]) throws {
        #expect(try DotEnv.parse(text) == expected)
    }

    @Test(arguments: ["pa$$word", "$HOME", "${HOME}", "$(id)", "`id`", "%PATH%", "~"])
    func valuesAreNeverExpanded(_ value: String) throws {
        #expect(try DotEnv.parse("A=\(value)\nB=\"\(value)\"\nC='\(value)'") == ["A": value, "B": value, "C": value])
    }

    @Test(arguments: [
        ("A=1\nhunter2", ".env: line 2 is not of the form NAME=value; mend it or start it with #"),
        ("# comment\r\n\r\nhunter2", ".env: line 3 is not of the form NAME=value; mend it or start it with #"),
        ("export", ".env: line 1 is not of the form NAME=value; mend it or start it with #"),
        ("=hunter2", ".env: line 1 does not begin with a name of letters, digits and _"),
        ("1A=hunter2", ".env: line 1 does not begin with a name of letters, digits and _"),
        ("A-B=hunter2", ".env: line 1 does not begin with a name of letters, digits and _"),
        ("A B=hunter2", ".env: line 1 does not begin with a name of letters, digits and _"),
        ("É=hunter2", ".env: line 1 does not begin with a name of letters, digits and _"),
        ("\n\nA=\"hunter2", ".env: line 3: the quoted value of A does not end; close the quote"),
        ("A='hunter2", ".env: line 1: the quoted value of A does not end; close the quote"),
        ("A='", ".env: line 1: the quoted value of A does not end; close the quote"),
        (#"A="hunter2\""#, ".env: line 1: the quoted value of A does not end; close the quote"),
    ])
    func refusalsNameTheLineAndNotTheValue(_ text: String, _ expected: String) {
        let error = #expect(throws: SettingsError.self) { try DotEnv.parse(text) }
        #expect(error?.description == expected)
    }
}
