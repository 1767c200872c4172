import Foundation
import Testing
import TodoSettings

@Suite struct EnvironmentExampleTests {
    private static let lines: [String] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = (try? String(contentsOf: root.appending(path: ".env.example"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }()

    @Test(arguments: Setting.allCases)
    func showsTheSettingWithItsSummaryAndDefault(setting: Setting) throws {
        let comment = try #require(Self.lines.firstIndex(of: "# " + setting.summary))
        let assignment = Self.lines[comment + 1]
        if let defaultValue = setting.defaultValue {
            #expect(assignment == "# \(setting.rawValue)=\(defaultValue)")
        } else {
            #expect(assignment.hasPrefix("\(setting.rawValue)=") || assignment.hasPrefix("# \(setting.rawValue)="))
        }
    }

    @Test(arguments: Setting.allCases.compactMap(\.fileName))
    func namesTheVariableForAFile(name: String) {
        #expect(Self.lines.contains { $0.hasPrefix("# ") && $0.contains(name) })
    }

    @Test func showsNothingElse() {
        let names = Self.lines.compactMap { line -> String? in
            let text = line.hasPrefix("# ") ? line.dropFirst(2) : line[...]
            guard let equals = text.firstIndex(of: "="), text[..<equals].allSatisfy({ $0.isUppercase || $0 == "_" })
            else { return nil }
            return String(text[..<equals])
        }
        #expect(names == Setting.allCases.map(\.rawValue))
    }
}
