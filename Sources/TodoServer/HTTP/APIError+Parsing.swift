import NIOHTTP1

extension APIError {
    static let incompleteBody = badRequest("The request body is incomplete")
    static let improperHost = badRequest("The request needs exactly one Host header")
    static let malformedHead = badRequest("The request head is malformed")

    /// What to tell a client whose request the decoder could not read.
    init(parsing error: any Error) {
        self =
            switch error as? HTTPParserError {
            case .headerOverflow: .badRequest("The request head is too large")
            case .invalidContentLength, .unexpectedContentLength:
                .badRequest("The length of the request body is not stated properly")
            case .invalidChunkSize: .badRequest("The request body's chunks are malformed")
            case .invalidMethod: .badRequest("The request method is not known")
            case .invalidVersion: .badRequest("The request is not HTTP/1.0 or HTTP/1.1")
            case .invalidEOFState, .closedConnection: .badRequest("The request is incomplete")
            default: .malformedHead
            }
    }
}
