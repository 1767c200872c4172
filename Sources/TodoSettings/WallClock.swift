package import TodoCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Timestamp {
    /// What time it is, by the clock of the machine, which may be set back.
    package static var wallClock: Timestamp { Timestamp(Date()) }
}
