import HTTPTypes
import Testing

@testable import TodoServer

@Suite struct RouteTableTests {
    private let table = RouteTable(
        [
            ("/", .get), ("/tasks", .get), ("/tasks", .post), ("/tasks/{id}", .get), ("/tasks/{id}/complete", .patch),
            ("/tasks/new", .get),
        ].map { path, method in Route(path, method) { _ in .answered(Response(.noContent)) } }
    )

    @Test(arguments: [
        ("/", "/", nil), ("//", "/", nil), ("/tasks", "/tasks", nil), ("/tasks/", "/tasks", nil),
        ("//tasks//", "/tasks", nil),
        ("/tasks/7", "/tasks/{id}", "7"), ("/tasks/7/", "/tasks/{id}", "7"), ("/tasks/%20", "/tasks/{id}", "%20"),
        ("/tasks/7/complete", "/tasks/{id}/complete", "7"), ("/tasks/new", "/tasks/new", nil),
    ])
    func aPathStandsForAResource(path: String, resource: String, parameter: String?) throws {
        let match = try #require(table.match(path))
        #expect(match.resource.path == resource)
        #expect(match.parameter == parameter)
    }

    @Test(arguments: ["/task", "/tasks/7/complete/8", "/tasks/7/other", "/Tasks", "*", "/tasks/new/complete"])
    func anotherPathStandsForNone(path: String) {
        #expect(table.match(path)?.resource.path == nil)
    }

    @Test func aResourceHasARouteForEachOfItsMethods() throws {
        let tasks = try #require(table.match("/tasks")).resource
        #expect(tasks.route(.get)?.method == .get)
        #expect(tasks.route(.head)?.method == .get)
        #expect(tasks.route(.post)?.method == .post)
        #expect(tasks.route(.patch)?.method == nil)
        #expect(tasks.allow == "GET, HEAD, OPTIONS, POST")
        #expect(try #require(table.match("/tasks/7/complete")).resource.allow == "OPTIONS, PATCH")
    }
}
