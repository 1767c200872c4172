import Foundation

/// The programs that the build made beside this test bundle.
enum BuiltProducts {
    static let todoctl = folder + "/todoctl"
    static let server = folder + "/TodoServer"

    private static let folder: String = {
        #if os(Linux)
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? program
        return URL(filePath: bundle).deletingLastPathComponent().path
        #else
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
        return bundle.bundleURL.deletingLastPathComponent().path
        #endif
    }()
}
