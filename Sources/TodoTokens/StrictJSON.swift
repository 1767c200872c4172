import TodoCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What decides who someone is, as one JSON object that no two readers read differently.
enum StrictJSON {
    /// The object, or `nil` when the bytes are something else, or it lacks what `Object` needs.
    ///
    /// RFC 7515 section 4 and RFC 7519 section 4 leave it to a reader to refuse two members with one name, or to take the last.
    static func decode<Object: Decodable>(
        _ bytes: [UInt8],
        userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) -> Object? {
        guard String(validating: bytes, as: UTF8.self) != nil,
            bytes.withUnsafeBytes({ JSONSyntax.isValid($0, namesAreUnique: true) })
        else { return nil }
        let decoder = JSONDecoder()
        decoder.userInfo = userInfo
        return try? decoder.decode(Object.self, from: Data(bytes))
    }
}
