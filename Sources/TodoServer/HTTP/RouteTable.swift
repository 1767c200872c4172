import HTTPTypes

/// All routes of a listener: finds what a path stands for, and what of it a method asks for.
///
/// Empty segments do not count, so `/api/tasks/` is `/api/tasks`. A literal segment goes before a name.
struct RouteTable: Sendable {
    /// All that one path has.
    struct Resource: Sendable {
        /// The path of its routes.
        let path: String
        fileprivate(set) var routes: [Route] = []
        /// The value of `Allow`.
        fileprivate(set) var allow = ""

        /// The route for a method; `HEAD` is `GET` (RFC 9110 section 9.3.2).
        func route(_ method: HTTPRequest.Method) -> Route? {
            let method = method == .head ? .get : method
            return routes.first { $0.method == method }
        }
    }

    struct Match: Sendable {
        let resource: Resource
        /// What the path has where its route has a name.
        let parameter: Substring?
    }

    private struct Node {
        var literals: [(segment: String, node: Node)] = []
        /// What any segment leads to; the one element of an array, since a value cannot hold another of its kind.
        var named: [Node] = []
        var resource: Resource?
    }

    let routes: [Route]
    private var root = Node()

    init(_ routes: [Route]) {
        self.routes = routes
        for route in routes {
            Self.add(route, to: &root, route.path.split(separator: "/")[...])
        }
    }

    private static func add(_ route: Route, to node: inout Node, _ segments: ArraySlice<Substring>) {
        guard let segment = segments.first else {
            var resource = node.resource ?? Resource(path: route.path)
            resource.routes.append(route)
            resource.allow = allow(resource.routes)
            node.resource = resource
            return
        }
        if segment.hasPrefix("{") {
            if node.named.isEmpty { node.named.append(Node()) }
            add(route, to: &node.named[0], segments.dropFirst())
        } else {
            let index = node.literals.firstIndex { $0.segment == segment } ?? node.literals.endIndex
            if index == node.literals.endIndex { node.literals.append((String(segment), Node())) }
            add(route, to: &node.literals[index].node, segments.dropFirst())
        }
    }

    private static func allow(_ routes: [Route]) -> String {
        var names = Set(routes.map(\.method.rawValue))
        if names.contains("GET") { names.insert("HEAD") }
        names.insert("OPTIONS")
        return names.sorted().joined(separator: ", ")
    }

    /// What the path stands for; `nil` when no route has it.
    func match(_ path: String) -> Match? {
        var node = root
        var parameter: Substring?
        var rest = path.utf8[...]
        while let start = rest.firstIndex(where: { $0 != UInt8(ascii: "/") }) {
            let end = rest[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            let segment = rest[start..<end]
            rest = rest[end...]
            if let next = node.literals.first(where: { $0.segment.utf8.elementsEqual(segment) }) {
                node = next.node
            } else if let next = node.named.first {
                node = next
                parameter = Substring(segment)
            } else {
                return nil
            }
        }
        return node.resource.map { Match(resource: $0, parameter: parameter) }
    }
}
