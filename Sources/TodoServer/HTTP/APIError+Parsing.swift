import HTTPParsing

extension APIError {
    static let incompleteHead = badRequest("The request is incomplete")
    static let incompleteBody = badRequest("The request body is incomplete")
    static let improperHost = badRequest("The request needs exactly one valid Host header")

    /// What to tell a client that sent what is no request.
    init(_ fault: RequestFault) {
        self =
            switch fault {
            case .malformedHead: .badRequest("The request head is malformed")
            case .headTooLarge: .badRequest("The request head is too large")
            case .unknownVersion: .badRequest("The request is not HTTP/1.0 or HTTP/1.1")
            case .malformedLength: .badRequest("The length of the request body is not stated properly")
            case .malformedChunk: .badRequest("The request body's chunks are malformed")
            }
    }
}
