import Benchmark
import NIOCore
import NIOEmbedded
import NIOHTTP1

/// A request's head, as browsers send them, read off its bytes; beside NIO's decoder in a channel that is there already.
func headBenchmarks() {
    let bytes = ByteBuffer(
        string: """
            GET /api/tasks/4711 HTTP/1.1\r
            Host: api.example.com\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Accept: application/json\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Authorization: Bearer \(String(repeating: "x", count: 200))\r
            Origin: https://www.example.com\r
            Connection: keep-alive\r
            \r

            """
    )

    Benchmark("read a head: ours") { benchmark in
        var parser = RequestParser(limits: limits)
        for _ in benchmark.scaledIterations {
            parser.receive(bytes)
            while let part = try parser.next() { blackHole(part) }
        }
    } setup: {
        var parser = RequestParser(limits: limits)
        parser.receive(bytes)
        guard case .head(let head) = try parser.next() else { preconditionFailure("There is no head.") }
        expect(head.target == "/api/tasks/4711" && head.fields.count == 7, "a head")
    }
    Benchmark("read a head: NIO") { benchmark in
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        for _ in benchmark.scaledIterations {
            try channel.writeInbound(bytes)
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { blackHole(part) }
        }
    }
}

private let limits = RequestParser.Limits(headBytes: 65_536, lineBytes: 32_768, fields: 128)
