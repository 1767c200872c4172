import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The secret that signs tokens in development: 32 random bytes in base64, made once, readable by its owner alone.
enum DevelopmentSecret {
    static func readOrMake(at path: String) throws -> Secret {
        if let secret = try read(path) { return secret }
        let text = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
        // Of two that start together the first wins.
        try PrivateFile.make(at: path, content: text + "\n")
        guard let secret = try read(path) else { throw Failure(reading: path) }
        return secret
    }

    private static func read(_ path: String) throws -> Secret? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let content = FileManager.default.contents(atPath: path) else { throw Failure(reading: path) }
        return Secret(String(decoding: content.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
