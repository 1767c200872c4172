#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Timestamp {
    /// The instant that a date stands for, such as `Date()` for now; what is finer than a microsecond is cut off.
    ///
    /// One that is too far away is shown as the farthest instant.
    public init(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded(.down)
        self.init(microsecondsSinceEpoch: Int64(exactly: microseconds) ?? (microseconds < 0 ? .min : .max))
    }
}
