import CLibFuzzer
import InputProperties

/// Looks for an input that breaks a property: `InputFuzzer --property=NAME`, with libFuzzer's options and folders.
@main enum InputFuzzer {
    private static let property = CommandLine.arguments
        .first { $0.hasPrefix("--property=") }
        .flatMap { InputProperty(rawValue: String($0.dropFirst("--property=".count))) }

    static func main() {
        let names = InputProperty.allCases.map(\.rawValue).joined(separator: ", ")
        guard property != nil else { fatalError("There must be a --property=, one of \(names).") }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
        _ = unsafe LLVMFuzzerRunDriver(&count, &arguments) { start, count in
            let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
            if let violation = InputFuzzer.property?.violation(by: input) { fatalError(violation) }
            return 0
        }
    }
}
