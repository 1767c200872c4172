#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The program's code and its libraries', as far as it is in this process's memory.
enum ResidentCode {
    /// Gives the code back to the system, whose cache keeps it: what is called again comes back by itself.
    ///
    /// Most of what is resident after the start was needed by the start alone, or is its neighbour: Linux maps sixteen pages for each
    /// one that is touched. (madvise(2), `MADV_DONTNEED`; proc_pid_maps(5))
    static func release() {
        #if os(Linux)
        for mapping in ProcessFacts.text("/proc/self/maps")?.split(separator: "\n") ?? [] {
            // Nothing is lost with what is mapped from a file and cannot be written to.
            let fields = mapping.split(separator: " ", maxSplits: 5)
            guard fields.count == 6, fields[1] == "r-xp", fields[5].contains("/") else { continue }
            let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard bounds.count == 2, let start = UnsafeMutableRawPointer(bitPattern: bounds[0]) else { continue }
            madvise(start, Int(bounds[1] - bounds[0]), MADV_DONTNEED)
        }
        #endif
    }
}
