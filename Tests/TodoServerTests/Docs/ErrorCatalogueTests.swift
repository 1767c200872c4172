import CustomDump
import Foundation
import HTTPTypes
import Testing
import TodoTokens

@testable import TodoServer

/// Reads the server's sources, since nothing at run time knows every error that they can make.
@Suite struct ErrorCatalogueTests {
    private let sources: [String]
    private let errors = APIErrors(maxBodyBytes: 1024)

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/TodoServer").standardizedFileURL
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
            .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Docs/") }
        sources = try paths.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    }

    @Test func everyCodeInTheSourcesIsInTheCatalogue() {
        let codes = sources.flatMap { $0.matches(of: /code: "([A-Z_]+)"/).map { String($0.output.1) } }
        #expect(Set(codes).count > 5)
        #expect(Set(codes).subtracting(errors.codes) == [])
        #expect(Set(errors.codes).subtracting(codes) == [])
    }

    @Test func everyStatusInTheSourcesIsInTheCatalogueWithItsCode() {
        let pattern = /status: \.(\w+),\s*code: "([A-Z_]+)"/
        let pairs = sources.flatMap { $0.matches(of: pattern).map { "\($0.output.1) \($0.output.2)" } }
        let codes = sources.flatMap { $0.matches(of: /code: "/) }
        #expect(pairs.count == codes.count)
        expectNoDifference(Set(pairs), Set(errors.entries.map { "\(Self.spelling($0.status)) \($0.code)" }))
    }

    /// A status as the sources spell it: its reason phrase, as Swift has names.
    private static func spelling(_ status: HTTPResponse.Status) -> String {
        let words = status.reasonPhrase.split(separator: " ").joined()
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    @Test func everyMessageInTheSourcesIsInTheCatalogue() {
        let pattern = /(?:badRequest|unavailable)\(\s*"([^"\\]+)"/
        let messages =
            sources.flatMap { $0.matches(of: pattern).map { String($0.output.1) } }
            + UnauthorizedMessage.allCases.map(\.rawValue)
        #expect(Set(messages).count > 10)
        let described = errors.entries.flatMap { entry in entry.reasons.flatMap(\.messages) }
        #expect(Set(messages).subtracting(described) == [])
    }
}
