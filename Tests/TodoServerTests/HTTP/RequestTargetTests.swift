import Testing

@testable import TodoServer

@Suite struct RequestTargetTests {
    @Test(arguments: [
        ("/api/tasks", "/api/tasks", nil),
        ("/api/tasks?completed=true&limit=5", "/api/tasks", "completed=true&limit=5"),
        ("/api/tasks?", "/api/tasks", ""),
        ("/a?b?c", "/a", "b?c"),
        ("http://todo.example.com/api/tasks?limit=1", "/api/tasks", "limit=1"),
        ("http://todo.example.com:8000", "/", nil),
        ("http://todo.example.com?limit=1", "/", "limit=1"),
        ("*", "*", nil),
        ("/api/tasks/%7e%31", "/api/tasks/~1", nil),
        ("/api%2Ftasks/%zz?%31", "/api%2Ftasks/%zz", "%31"),
    ])
    func aTargetHasAPathAndPerhapsAQuery(text: String, path: String, query: String?) {
        let target = RequestTarget(text)
        #expect(target.path == path)
        #expect(target.query == query)
    }
}
