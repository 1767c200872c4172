import Benchmark
import Foundation
import TodoCore
import TodoJSON

/// A request's body: its members read as the server does, which takes the grammar to the letter; beside Foundation's decoder.
func bodyBenchmarks() {
    let body = Array(
        #"{"title":"Water the plants","description":"Those on the balcony \"first\", d\u00e9j\u00e0 vu.\nThen the others."}"#
            .utf8
    )

    Benchmark("decode a body: ours") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try payload(body)) }
    } setup: {
        let reference = try JSONDecoder().decode(PlainBody.self, from: Data(body))
        let draft = try payload(body)?.draft
        expect(draft?.title == .value(reference.title), "a title")
        expect(draft?.description == reference.description.map { .value($0) }, "a description")
    }
    Benchmark("decode a body: JSONDecoder") { benchmark in
        for _ in benchmark.scaledIterations {
            blackHole(try JSONDecoder().decode(PlainBody.self, from: Data(body)))
        }
    }
}

/// What the server does with a body, whose own function is part of its HTTP.
private func payload(_ body: [UInt8]) throws -> TaskCreate? {
    guard String(validating: body, as: UTF8.self) != nil else { return nil }
    return try body.withUnsafeBytes { try TaskCreate(JSONMembers(of: $0)) }
}

private struct PlainBody: Decodable {
    let title: String
    let description: String?
}
