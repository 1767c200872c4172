import HTTPTypes
import OrderedCollections

/// All routes of a listener: finds what a path stands for, and what of it a method asks for.
///
/// Empty segments do not count, so `/api/tasks/` is `/api/tasks`. A literal segment goes before a name.
struct RouteTable: Sendable {
    /// All that one path has.
    final class Resource: Sendable {
        /// The path of its routes.
        let path: String
        /// The value of `Allow`.
        let allow: String
        private let routes: [Route]

        fileprivate init(_ path: String, _ routes: [Route]) {
            self.path = path
            self.routes = routes
            var names = Set(routes.map(\.method.rawValue))
            if names.contains("GET") { names.insert("HEAD") }
            names.insert("OPTIONS")
            allow = names.sorted().joined(separator: ", ")
        }

        /// The route for a method; `HEAD` is `GET` (RFC 9110 section 9.3.2).
        func route(_ method: HTTPRequest.Method) -> Route? {
            let method = method == .head ? .get : method
            return routes.first { $0.method == method }
        }
    }

    struct Match: Sendable {
        let resource: Resource
        /// What the path has where its route has a name.
        let parameter: String?
    }

    /// What leads on from a segment, to places in ``nodes``.
    private struct Node {
        var literals: [(segment: [UInt8], node: Int)] = []
        /// Where any segment leads to.
        var named: Int?
        var resource: Resource?
    }

    let routes: [Route]
    /// The first is where a path begins.
    private var nodes = [Node()]

    init(_ routes: [Route]) {
        self.routes = routes
        for (path, routes) in OrderedDictionary(grouping: routes, by: \.path) {
            var node = 0
            for segment in path.utf8.split(separator: UInt8(ascii: "/")) { node = add(Array(segment), to: node) }
            nodes[node].resource = Resource(path, routes)
        }
    }

    /// Where the segment leads to.
    private mutating func add(_ segment: [UInt8], to node: Int) -> Int {
        let isNamed = segment.first == UInt8(ascii: "{")
        let known = isNamed ? nodes[node].named : nodes[node].literals.first { $0.segment == segment }?.node
        if let known { return known }
        let next = nodes.endIndex
        nodes.append(Node())
        if isNamed { nodes[node].named = next } else { nodes[node].literals.append((segment, next)) }
        return next
    }

    /// What the path stands for; `nil` when no route has it.
    func match(_ path: String) -> Match? {
        var path = path
        return path.withUTF8(match)
    }

    private func match(_ path: UnsafeBufferPointer<UInt8>) -> Match? {
        var node = 0
        var parameter: String?
        var rest = path[...]
        while let start = rest.firstIndex(where: { $0 != UInt8(ascii: "/") }) {
            let end = rest[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            let segment = UnsafeBufferPointer(rebasing: rest[start..<end])
            rest = rest[end...]
            if let next = nodes[node].literals.first(where: { Self.isSame($0.segment, segment) })?.node {
                node = next
            } else if let next = nodes[node].named {
                node = next
                parameter = String(decoding: segment, as: UTF8.self)
            } else {
                return nil
            }
        }
        return nodes[node].resource.map { Match(resource: $0, parameter: parameter) }
    }

    /// Byte by byte: `elementsEqual` takes longer for texts this short.
    private static func isSame(_ literal: [UInt8], _ segment: UnsafeBufferPointer<UInt8>) -> Bool {
        literal.count == segment.count && literal.indices.allSatisfy { literal[$0] == segment[$0] }
    }
}
