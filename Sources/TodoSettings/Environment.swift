#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The process's environment over the `.env` file of the working directory; the environment wins.
///
/// Where a secret is given as a file, it is read when the environment is; see ``Setting/fileName``.
package struct Environment: Sendable {
    private let values: [String: String]

    /// - Parameter values: names and values as the environment has them.
    package init(_ values: [String: String]) {
        self.values = values
    }

    /// Reads the process's environment and, where there is one, `.env` in `directory`.
    ///
    /// - Throws: ``SettingsError`` when that file is there but cannot be read or understood, or a secret's file cannot.
    package static func load(directory: String = ".") throws(SettingsError) -> Environment {
        try load(directory: directory, process: ProcessInfo.processInfo.environment)
    }

    static func load(directory: String, process: [String: String]) throws(SettingsError) -> Environment {
        let path = directory + "/.env"
        var values: [String: String] = [:]
        if FileManager.default.fileExists(atPath: path) {
            guard let data = FileManager.default.contents(atPath: path),
                let text = String(validating: data, as: UTF8.self)
            else { throw SettingsError(".env", "the file cannot be read as UTF-8 text; check its permissions") }
            values = try DotEnv.parse(text)
        }
        // Of the two ways to give a secret, the one in the environment wins over the other in the file too.
        for setting in Setting.allCases {
            guard let fileName = setting.fileName else { continue }
            if process[setting.rawValue] != nil { values[fileName] = nil }
            if process[fileName] != nil { values[setting.rawValue] = nil }
        }
        values.merge(process) { _, fromProcess in fromProcess }
        return Environment(try SecretFiles.read(values))
    }

    /// The setting's value; one that is empty counts as absent, as in most deployment tools.
    package subscript(setting: Setting) -> String? {
        values[setting.rawValue].flatMap { $0.isEmpty ? nil : $0 }
    }

    func required(_ setting: Setting, remedy: String) throws(SettingsError) -> String {
        guard let value = self[setting] else { throw SettingsError(setting, "is not set; \(remedy)") }
        return value
    }

    /// The value in lower case, which must be one of `choices`.
    func choice(_ setting: Setting, _ choices: [String]) throws(SettingsError) -> String {
        let value = (self[setting] ?? setting.defaultValue ?? "").lowercased()
        guard choices.contains(value) else {
            throw SettingsError(setting, "must be one of \(choices.joined(separator: ", "))")
        }
        return value
    }

    func integer(_ setting: Setting, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
        let text = self[setting] ?? setting.defaultValue ?? ""
        guard let value = Int(text), range.contains(value) else {
            throw SettingsError(
                setting,
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
                    + (setting.defaultValue.map { "; leave it out for \($0)" } ?? "")
            )
        }
        return value
    }
}

/// Values may be secrets: printing and dumping show names at most.
extension Environment: CustomStringConvertible, CustomReflectable {
    package var description: String {
        "Environment(\(Setting.allCases.filter { self[$0] != nil }.map(\.rawValue).joined(separator: ", ")))"
    }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
