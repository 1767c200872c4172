#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Secrets that are given as files, as containers get them: `NAME_FILE` names the file that `NAME` would be the content of.
enum SecretFiles {
    /// More than any URL or secret has; a larger file is another one than was meant.
    private static let limit = 64 * 1024

    /// The settings with the content of every file that one of them names, without the line ends behind it.
    ///
    /// - Throws: ``SettingsError`` for each that is given twice or cannot be read; it shows neither content nor name of a
    ///   file, since the name may be a secret that was given in the wrong place.
    static func read(_ values: [String: String]) throws(SettingsError) -> [String: String] {
        var problems = SettingsProblems()
        var values = values
        for setting in Setting.allCases {
            guard let name = setting.fileName, let path = values[name], !path.isEmpty else { continue }
            let content = problems.collect { () throws(SettingsError) in
                guard values[setting.rawValue, default: ""].isEmpty else {
                    throw SettingsError(name, "is set, and so is \(setting.rawValue); keep one of the two")
                }
                return try read(path, for: name)
            }
            values[setting.rawValue] = content
        }
        try problems.throwIfAny()
        return values
    }

    private static func read(_ path: String, for name: String) throws(SettingsError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError(name, "names a file that cannot be read; check that it is there, and its permissions")
        }
        guard data.count <= limit, let text = String(validating: data, as: UTF8.self), !text.contains("\0") else {
            throw SettingsError(name, "names a file that is no UTF-8 text of at most \(limit) bytes")
        }
        guard let end = text.lastIndex(where: { !$0.isNewline }) else {
            throw SettingsError(name, "names a file that is empty")
        }
        return String(text[...end])
    }
}
