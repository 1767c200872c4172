import Foundation

/// A program that stands in for the server: it is ready at once, tells what it was given, and ends as it is told to.
enum StandInServer {
    /// Writes the program into the folder and returns its path.
    ///
    /// On `SIGTERM` it appends `terminated` to the file `events` beside it and exits with 0; on `SIGUSR1` it exits with 7.
    /// What it was given is in `given.json`.
    static func make(in folder: String) throws -> String {
        let path = folder + "/stand-in"
        let script = #"""
            #!/usr/bin/env python3
            import http.server, json, os, signal, sys
            folder = os.path.dirname(os.path.abspath(__file__))

            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200 if self.path == "/health/ready" else 404)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                def log_message(self, *arguments):
                    pass

            def terminate(*arguments):
                with open(folder + "/events", "a") as events:
                    events.write("terminated\n")
                os._exit(0)

            signal.signal(signal.SIGTERM, terminate)
            signal.signal(signal.SIGUSR1, lambda *arguments: os._exit(7))
            with open(folder + "/given.json", "w") as given:
                json.dump(
                    {"arguments": sys.argv[1:], "environment": dict(os.environ), "processID": os.getpid()}, given
                )
            http.server.HTTPServer.allow_reuse_address = True
            http.server.HTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
            """#
        try Data(script.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    struct Given: Decodable {
        let arguments: [String]
        let environment: [String: String]
        let processID: Int32
    }

    static func given(in folder: String) throws -> Given {
        try JSONDecoder().decode(Given.self, from: Data(contentsOf: URL(filePath: folder + "/given.json")))
    }

    static func events(in folder: String) -> String {
        (try? String(contentsOfFile: folder + "/events", encoding: .utf8)) ?? ""
    }
}
