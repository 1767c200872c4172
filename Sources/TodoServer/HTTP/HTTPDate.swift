import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The `Date` header line (RFC 9110 section 5.6.7), made anew once a second.
///
/// Belongs to one event loop.
final class HTTPDate {
    private var line: [UInt8] = []
    private var expires: NIODeadline?

    /// `Date: …` with its line end.
    func headerLine(now: NIODeadline) -> [UInt8] {
        if let expires, now < expires { return line }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        line = Array("Date: \(Self.format(time.tv_sec))\r\n".utf8)
        expires = now + .nanoseconds(1_000_000_000 - Int64(time.tv_nsec))
        return line
    }

    /// The IMF-fixdate form of a Unix time, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func format(_ seconds: Int) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let day = days[Int(parts.tm_wday)]
        let month = months[Int(parts.tm_mon)]
        return "\(day), \(two(parts.tm_mday)) \(month) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
