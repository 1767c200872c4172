#if os(Linux)
import Testing

@testable import TodoServer

@Suite struct ResidentCodeTests {
    @Test func codeThatIsGivenBackLeavesTheMemoryAndWorksOn() throws {
        let before = try residentFileMemory()
        ResidentCode.release()
        let after = try residentFileMemory()
        #expect(after < before)
        #expect([3, 1, 2].sorted().map(String.init) == ["1", "2", "3"])
    }

    /// In KiB; what is mapped from files and unchanged (proc_pid_status(5)).
    private func residentFileMemory() throws -> Int {
        let status = try #require(ProcessFacts.text("/proc/self/status"))
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first)
    }
}
#endif
