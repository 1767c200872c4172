/// Settings that are missing or wrong: for each, what is the matter and what to do, never the value of a secret.
package struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    package struct Problem: Sendable, Hashable {
        package let setting: String
        package let message: String
    }

    package private(set) var problems: [Problem]

    package init(_ setting: Setting, _ message: String) {
        self.init(setting.rawValue, message)
    }

    init(_ name: String, _ message: String) {
        problems = [Problem(setting: name, message: message)]
    }

    /// The problems of all of the errors, in their order.
    package init(joining errors: [SettingsError]) {
        problems = errors.flatMap(\.problems)
    }

    mutating func append(_ other: SettingsError) {
        problems += other.problems
    }

    package var description: String {
        problems.map { "\($0.setting): \($0.message)" }.joined(separator: "\n")
    }
}

/// Runs every check and reports all problems together, so that a set-up is not mended one start at a time.
struct SettingsProblems {
    private var error: SettingsError?

    mutating func collect<Value>(_ read: () throws(SettingsError) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            if self.error == nil {
                self.error = error
            } else {
                self.error?.append(error)
            }
            return nil
        }
    }

    func throwIfAny() throws(SettingsError) {
        if let error { throw error }
    }
}
