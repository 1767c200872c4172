#if os(Linux)
import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// What the kernel knows of this process (proc(5)).
struct ProcessFacts: Sendable {
    /// In seconds.
    let processorTime: Double
    /// In bytes.
    let residentMemory: Int
    /// In bytes.
    let virtualMemory: Int
    let openDescriptors: Int
    let mostDescriptors: Int
    /// In seconds since 1970.
    let startTime: Double

    /// Reads them on a thread of its own: a process of many connections has a long list of descriptors.
    static func read() async -> ProcessFacts? {
        try? await NIOSingletons.posixBlockingThreadPool.runIfActive { ProcessFacts() }
    }

    private init?() {
        // The second field is the program's name in parentheses, which may hold anything.
        guard let statistics = Self.text("/proc/self/stat"), let end = statistics.lastIndex(of: ")"),
            let boot = Self.text("/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
            let bootTime = Double(boot.dropFirst(6))
        else { return nil }
        let fields = statistics[end...].split(separator: " ")
        let tick = Double(sysconf(Int32(_SC_CLK_TCK)))
        guard fields.count > 22, let user = Double(fields[12]), let system = Double(fields[13]),
            let start = Double(fields[20]), let virtual = Int(fields[21]), let pages = Int(fields[22])
        else { return nil }
        processorTime = (user + system) / tick
        startTime = bootTime + start / tick
        virtualMemory = virtual
        residentMemory = pages * sysconf(Int32(_SC_PAGESIZE))
        openDescriptors = Self.entries("/proc/self/fd")
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        mostDescriptors = Int(clamping: limit.rlim_cur)
    }

    /// A file of proc(5), whole.
    static func text(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { text += chunk.prefix(count) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Not counting the one that it takes to count.
    private static func entries(_ path: String) -> Int {
        guard let folder = opendir(path) else { return 0 }
        defer { closedir(folder) }
        var count = -3  // ".", ".." and the folder itself
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
#endif
