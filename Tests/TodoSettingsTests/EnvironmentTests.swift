import Foundation
import Testing

@testable import TodoSettings

@Suite final class EnvironmentTests {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "todo-settings-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    @Test func theEnvironmentWinsOverTheFile() throws {
        let environment = try load("HOST=file\nPORT=1\n", process: ["HOST": "process"])
        #expect(environment[.host] == "process")
        #expect(environment[.port] == "1")
        #expect(environment[.logLevel] == nil)
    }

    @Test func anEmptyVariableHidesTheFileAndCountsAsAbsent() throws {
        let environment = try load("HOST=file", process: ["HOST": ""])
        #expect(environment[.host] == nil)
    }

    @Test func ofTheTwoWaysToGiveASecretTheEnvironmentsWinsOverTheFiles() throws {
        let path = try secretFile("from a file\n")
        let overValue = try load("BETTER_AUTH_SECRET=dotenv", process: ["BETTER_AUTH_SECRET_FILE": path])
        #expect(overValue[.betterAuthSecret] == "from a file")
        let overFile = try load("BETTER_AUTH_SECRET_FILE=/nowhere", process: ["BETTER_AUTH_SECRET": "process"])
        #expect(overFile[.betterAuthSecret] == "process")
        #expect(try load("BETTER_AUTH_SECRET_FILE=\(path)", process: [:])[.betterAuthSecret] == "from a file")
    }

    @Test(arguments: ["DATABASE_URL", "MIGRATION_DATABASE_URL", "BETTER_AUTH_SECRET"])
    func aSecretIsGivenOnce(name: String) throws {
        let path = try secretFile("hunter2")
        let error = #expect(throws: SettingsError.self) {
            try load("", process: [name: "hunter2", name + "_FILE": path])
        }
        #expect(error?.description == "\(name)_FILE: is set, and so is \(name); keep one of the two")
    }

    @Test(arguments: ["", "\r\n", "hunter2\0", String(repeating: "hunter2", count: 10_000), nil])
    func aFileThatHoldsNoSecretIsRefusedWithoutItsNameOrContent(content: String?) throws {
        let path = try content.map(secretFile) ?? "/nowhere/hunter2"
        let error = #expect(throws: SettingsError.self) { try load("", process: ["DATABASE_URL_FILE": path]) }
        #expect(error?.problems.map(\.setting) == ["DATABASE_URL_FILE"])
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.description.contains(path) == false)
    }

    @Test func theLineEndsBehindASecretInAFileDoNotCount() throws {
        let path = try secretFile(" a secret\nof two lines \r\n\n")
        #expect(try load("", process: ["DATABASE_URL_FILE": path])[.databaseURL] == " a secret\nof two lines ")
    }

    @Test func otherSettingsAreNotReadFromFiles() throws {
        #expect(try load("", process: ["HOST_FILE": "/nowhere"])[.host] == nil)
        #expect(Setting.allCases.compactMap(\.fileName).allSatisfy(Setting.fileHelp.contains))
    }

    private func secretFile(_ content: String) throws -> String {
        let file = directory.appending(path: "secret")
        try Data(content.utf8).write(to: file)
        return file.path
    }

    @Test func aFileNeedNotBeThere() throws {
        let environment = try Environment.load(directory: directory.path, process: ["HOST": "process"])
        #expect(environment[.host] == "process")
    }

    @Test func theProcessesOwnEnvironmentIsRead() throws {
        try Data("HOST=file".utf8).write(to: directory.appending(path: ".env"))
        let expected = ProcessInfo.processInfo.environment["HOST"] ?? "file"
        #expect(try Environment.load(directory: directory.path)[.host] == expected)
    }

    @Test func aFileThatIsNotUTF8IsRefused() throws {
        try Data([0x41, 0x3D, 0xFF]).write(to: directory.appending(path: ".env"))
        let error = #expect(throws: SettingsError.self) {
            try Environment.load(directory: directory.path, process: [:])
        }
        #expect(error?.description == ".env: the file cannot be read as UTF-8 text; check its permissions")
    }

    @Test func aFileThatCannotBeUnderstoodIsRefused() {
        let error = #expect(throws: SettingsError.self) { try load("A=1\nnonsense", process: [:]) }
        #expect(error?.problems.map(\.setting) == [".env"])
    }

    @Test func printingAndDumpingShowNamesAlone() {
        let environment = Environment(["BETTER_AUTH_SECRET": "hunter2", "HOST": "127.0.0.1", "OTHER": "hunter2"])
        var dumped = ""
        dump(environment, to: &dumped)
        for text in ["\(environment)", String(reflecting: environment), dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(environment)" == "Environment(BETTER_AUTH_SECRET, HOST)")
    }

    private func load(_ file: String, process: [String: String]) throws -> Environment {
        try Data(file.utf8).write(to: directory.appending(path: ".env"))
        return try Environment.load(directory: directory.path, process: process)
    }
}
