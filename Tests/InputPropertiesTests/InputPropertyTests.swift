import InputProperties
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the fuzzer starts from, and what it has found: inputs that broke a property once.
@Suite struct InputPropertyTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzzing/Corpus")

    @Test(arguments: InputProperty.allCases)
    func aPropertyHoldsForItsCorpus(property: InputProperty) throws {
        let folder = Self.corpus.appending(path: property.rawValue)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.count >= 15)
        for file in files.sorted() {
            let input = Array(try Data(contentsOf: folder.appending(path: file)))
            #expect(property.violation(by: input) == nil, "\(file)")
            // Nor does it hold by chance of what stands at the ends.
            for length in [1, input.count / 2, input.count - 1] where length < input.count {
                #expect(property.violation(by: Array(input.prefix(length))) == nil, "\(length) bytes of \(file)")
                #expect(
                    property.violation(by: Array(input.suffix(length))) == nil,
                    "the last \(length) bytes of \(file)"
                )
            }
        }
    }
}
