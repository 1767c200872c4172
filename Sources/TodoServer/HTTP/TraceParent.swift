import Logging

/// Which trace a request is part of, by the field `traceparent` (W3C Trace Context, section 3.2).
struct TraceParent: Hashable {
    /// 32 hexadecimal digits.
    let traceID: String
    /// The caller's span, 16 hexadecimal digits.
    let parentID: String

    /// `nil` unless the text is well formed; of later versions what this one has is read.
    init?(_ text: String?) {
        guard let text else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHexadecimal(parts[0], 2), parts[0] != "ff",
            parts.count == 4 || parts[0] != "00",
            Self.isHexadecimal(parts[1], 32), parts[1].contains(where: { $0 != "0" }),
            Self.isHexadecimal(parts[2], 16), parts[2].contains(where: { $0 != "0" }),
            Self.isHexadecimal(parts[3], 2)
        else { return nil }
        traceID = String(parts[1])
        parentID = String(parts[2])
    }

    private static func isHexadecimal(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

extension Logger.Metadata {
    /// What ties a log line to a request, and to the trace that it is part of.
    init(request id: String, traceParent: String?) {
        self = ["request_id": "\(id)"]
        guard let trace = TraceParent(traceParent) else { return }
        self["trace_id"] = "\(trace.traceID)"
        self["parent_id"] = "\(trace.parentID)"
    }
}
