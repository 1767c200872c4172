import CustomDump
import HTTPParsing
import HTTPTypes
import NIOCore
import OrderedCollections
import Testing
import TodoCore
import TodoJSON
import TodoTestSupport

@testable import TodoServer

@Suite struct APIDescriptionTests {
    private let description = APIDescription(maxBodyBytes: 1_048_576)

    @Test func everyRouteIsDescribedAndNothingElse() throws {
        let described = description.operations.map { "\($0.method) \($0.path)" }
        expectNoDifference(described.sorted(), try TestApp.routes().sorted())
    }

    @Test func operationsHaveNamesOfTheirOwn() {
        #expect(Set(description.operations.map(\.id)).count == description.operations.count)
    }

    @Test func everyErrorOfTheCoreIsDescribed() {
        let errors: [TodoError] = [
            .validation([:]), .taskNotFound, .preconditionFailed(TaskVersion(id: TodoTask.ID(unchecked: 1), number: 1)),
            .idempotencyKeyReused, .stillRunning, .unknownUser(), .unavailable(), .outcomeUnknown(), .cancelled,
            .internal(),
        ]
        expectNoDifference(Set(errors.map(\.code)), Set(TodoError.Code.allCases))
        for error in errors { expectIsDescribed(APIError(error)) }
    }

    @Test(arguments: RequestFault.allCases) func everyFaultOfARequestIsDescribed(fault: RequestFault) {
        expectIsDescribed(APIError(fault))
    }

    @Test func theReasonsOfAnEntryShareStatusCodeAndHeaders() {
        for entry in description.errors.entries {
            for error in entry.reasons.flatMap(\.errors) {
                #expect(error.status == entry.status)
                #expect(error.code == entry.code)
                for header in entry.headers {
                    #expect(error.headers.contains { $0.name.canonicalName == header.rawValue.lowercased() })
                }
            }
        }
    }

    @Test func everyErrorThatAnOperationNamesHasAnEntry() {
        #expect(description.errors.entries.map(\.name) == APIErrors.Name.allCases.map(\.rawValue))
    }

    @Test(arguments: [(1_048_576, "1 MiB"), (65_536, "64 KiB"), (1025, "1025 bytes")])
    func theBodyLimitReadsWell(bytes: Int, text: String) {
        #expect(APIDescription(maxBodyBytes: bytes).bodyLimit == text)
    }

    @Test func theExampleOfATaskIsWhatTheServerWrites() throws {
        let task = TodoTask(
            id: try #require(TodoTask.ID(42)),
            owner: try UserID("alice"),
            title: try TaskTitle("Buy milk"),
            description: try TaskDescription("Two litres"),
            isCompleted: false,
            createdAt: Token.now,
            updatedAt: Token.now,
            version: 1
        )
        var buffer = ByteBuffer()
        buffer.writeJSON(task)
        expectNoDifference(TaskExamples.created.compactText, String(buffer: buffer))
    }

    @Test func theBodyOfAnErrorIsWhatTheServerWrites() {
        let error = APIError.validation(["title": "Title must be a string"])
        expectNoDifference(
            APIDescription.body(of: error, details: ["title": "Title must be a string"]).compactText,
            String(buffer: error.body)
        )
    }

    private func expectIsDescribed(_ error: APIError, sourceLocation: SourceLocation = #_sourceLocation) {
        let isDescribed = description.errors.entries.contains { entry in
            entry.status == error.status && entry.code == error.code
                && entry.reasons.contains { $0.messages.contains(error.message) }
        }
        #expect(isDescribed, "\(error.code): \(error.message)", sourceLocation: sourceLocation)
    }
}
