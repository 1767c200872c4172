import NIOCore
import NIOPosix
import Testing

@testable import TodoServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Every test has a pipe of its own, which takes 64 KiB before its writer would have to wait.
@Suite(.timeLimit(.minutes(1))) struct LogOutputTests {
    private struct Pipe {
        let reader: CInt
        let writer: CInt

        init() throws {
            var ends: [CInt] = [0, 0]
            try #require(pipe(&ends) == 0)
            (reader, writer) = (ends[0], ends[1])
        }

        /// Everything that is written before the writer's end is closed.
        func text() async throws -> String {
            try await NIOThreadPool.singleton.runIfActive {
                var bytes: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 65536)
                while case let count = read(reader, &chunk, chunk.count), count > 0 { bytes += chunk.prefix(count) }
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    private static func output(_ pipe: Pipe, capacity: Int) -> LogOutput {
        LogOutput(descriptor: pipe.writer, capacity: capacity) { ByteBuffer(string: "\($0) missing\n") }
    }

    /// So that ten thousand of them are 100 KiB.
    private static func line(_ number: Int) -> ByteBuffer {
        let digits = String(number)
        return ByteBuffer(string: String(repeating: "0", count: 9 - digits.count) + digits + "\n")
    }

    @Test func whileTheReaderKeepsUpALineIsThereAtOnce() async throws {
        let pipe = try Pipe()
        defer { close(pipe.reader) }
        Self.output(pipe, capacity: 0).write(Self.line(1))
        close(pipe.writer)
        #expect(try await pipe.text() == "000000001\n")
    }

    @Test func linesWaitForAReaderThatStallsAndComeInOrder() async throws {
        let pipe = try Pipe()
        defer { close(pipe.reader) }
        let output = Self.output(pipe, capacity: 100_000)
        for number in 0..<10_000 { output.write(Self.line(number)) }
        #expect(output.droppedLines == 0)
        async let text = pipe.text()
        await output.flush(within: .seconds(30))
        close(pipe.writer)
        #expect(try await text == (0..<10_000).map { String(buffer: Self.line($0)) }.joined())
    }

    @Test func whatDoesNotFitIsDroppedAndTold() async throws {
        let pipe = try Pipe()
        defer { close(pipe.reader) }
        let output = Self.output(pipe, capacity: 1000)
        for number in 0..<10_000 { output.write(Self.line(number)) }
        let dropped = output.droppedLines
        #expect(dropped > 3000)
        async let text = pipe.text()
        await output.flush(within: .seconds(30))
        output.write(Self.line(10_000))
        // The reader may have room for it only later.
        await output.flush(within: .seconds(30))
        close(pipe.writer)
        let lines = try await text.split(separator: "\n")
        let gaps = lines.filter { $0.hasSuffix(" missing") }
        #expect(gaps.compactMap { Int($0.prefix { $0 != " " }) }.reduce(0, +) == dropped)
        #expect(lines.count == 10_001 - dropped + gaps.count)
        #expect(lines.last == "000010000")
    }

    @Test func aLongLineComesWhole() async throws {
        let pipe = try Pipe()
        defer { close(pipe.reader) }
        let output = Self.output(pipe, capacity: 1_000_000)
        let long = String(repeating: "x", count: 200_000) + "\n"
        output.write(ByteBuffer(string: long))
        output.write(Self.line(1))
        async let text = pipe.text()
        await output.flush(within: .seconds(30))
        close(pipe.writer)
        #expect(try await text == long + "000000001\n")
    }

    @Test func flushingEndsThoughNobodyReads() async throws {
        let pipe = try Pipe()
        let output = Self.output(pipe, capacity: 1_000_000)
        for number in 0..<10_000 { output.write(Self.line(number)) }
        await output.flush(within: .milliseconds(20))
        async let text = pipe.text()
        await output.flush(within: .seconds(30))
        close(pipe.writer)
        #expect(try await text.count == 100_000)
        close(pipe.reader)
    }
}
