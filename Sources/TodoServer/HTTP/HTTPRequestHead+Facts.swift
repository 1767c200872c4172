import NIOHTTP1

extension HTTPRequestHead {
    /// Whether the client speaks HTTP/1.0: it knows no chunks, no `100 Continue`, and closes unless it says otherwise.
    var isHTTP10: Bool { version.minor == 0 }

    /// The length that the head announces, 0 when it announces none.
    var contentLength: Int {
        headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    }

    /// Whether the client waits for a `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
    var expectsContinue: Bool {
        !isHTTP10 && headers.contains(name: "Expect")
            && headers[canonicalForm: "Expect"].contains { $0.lowercased() == "100-continue" }
            && (contentLength > 0 || headers.contains(name: "Transfer-Encoding"))
    }

    /// Whether the decoder may read no further: after `CONNECT`, an offer to upgrade, which is never taken up, or a method
    /// that it does not know.
    var leavesHTTP: Bool {
        if case .RAW = method { return true }
        return method == .CONNECT || headers.contains(name: "Upgrade")
    }

    /// Whether the head names its host as RFC 9112 section 3.2 demands: exactly once, in HTTP/1.1.
    var hasProperHost: Bool {
        let hosts = headers.count { name, _ in name.isSpelling(of: "host") }
        return isHTTP10 ? hosts <= 1 : hosts == 1
    }
}
