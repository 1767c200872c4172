import Foundation
import HTTPTypes

@testable import TodoServer

extension APIDescription {
    /// Whether the documents have this answer to this request: its status, its media type, and the code of an error.
    func has(_ answer: Answer, to method: HTTPRequest.Method, _ target: String) -> Bool {
        if method == .options { return answer.status == 204 || answer.status == 404 }
        let found = operations.filter { Self.fits($0.path, target) }
        guard let operation = found.first(where: { $0.method == (method == .head ? .get : method) }) else {
            return has(answer, among: [found.isEmpty ? .resourceNotFound : .methodNotAllowed])
        }
        return operation.answers.contains { $0.status.code == answer.status && Self.has(answer, $0.content) }
            || has(answer, among: operation.errors)
    }

    private func has(_ answer: Answer, among names: [APIErrors.Name]) -> Bool {
        answer.headers[.contentType] == "application/json"
            && errors.entries(names).contains {
                // The answer to HEAD has no body.
                $0.status.code == answer.status
                    && (answer.body.isEmpty || answer.body.hasPrefix(#"{"error":{"code":"\#($0.code)","#))
            }
    }

    private static func has(_ answer: Answer, _ content: APIOperation.Answer.Content) -> Bool {
        let type = answer.headers[.contentType]?.prefix { $0 != ";" }
        return switch content {
        case .none: type == nil && answer.body.isEmpty
        case .json: type == "application/json"
        case .other(let mediaType, _): type == mediaType[...]
        }
    }

    private static func fits(_ path: String, _ target: String) -> Bool {
        let expected = path.split(separator: "/").map(String.init)
        let parts = target.replacing(/^[a-z]+:\/\/[^\/]*/, with: "").prefix { $0 != "?" }.split(separator: "/")
            .map { String($0).removingPercentEncoding }
        return expected.count == parts.count && zip(expected, parts).allSatisfy { $0 == "{id}" || $0 == $1 }
    }
}
