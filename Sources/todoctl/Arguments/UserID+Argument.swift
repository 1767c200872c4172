public import ArgumentParser
public import TodoCore

extension UserID: ExpressibleByArgument {
    /// The user id as it is; nothing is trimmed.
    public init?(argument: String) {
        guard let user = try? UserID(argument) else { return nil }
        self = user
    }
}
