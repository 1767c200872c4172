/// The members of a JSON object, which has few as a rule.
struct JSONObject: Sendable {
    private let members: [(name: String, value: JSONReader.Value)]

    /// `nil` when two members share a name.
    init?(_ members: [(name: String, value: JSONReader.Value)]) {
        self.members = members
        guard !hasSharedNames else { return nil }
    }

    /// The object that the bytes are, if they are one and nothing else.
    init?(_ bytes: [UInt8]) {
        var reader = JSONReader(bytes)
        guard let members = try? reader.readText() else { return nil }
        self = members
    }

    /// The member of exactly this name: `==` alone would hold names equal that are only canonically equivalent.
    subscript(name: String) -> JSONReader.Value? {
        members.first { $0.name == name && $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// Few names are compared with each other; of many a set is made, so that it takes no longer than to read them.
    private var hasSharedNames: Bool {
        guard members.count <= 8 else { return Set(members.lazy.map(\.name)).count < members.count }
        return members.indices.contains { index in members[..<index].contains { $0.name == members[index].name } }
    }
}
