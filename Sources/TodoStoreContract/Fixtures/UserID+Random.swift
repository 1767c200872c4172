package import TodoCore

extension UserID {
    /// A user whom no other test knows, so that tests may share a store.
    package static func random(_ name: String = "user") -> UserID {
        UserID(unchecked: "\(name)-\(UInt64.random(in: .min ... .max))-\(UInt64.random(in: .min ... .max))")
    }
}
