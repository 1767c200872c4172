"""A web server for the files of a directory, as any developer has one at hand."""
import functools
import http.server
import threading


class StaticFiles:
    """A context manager; `stop` and `start` take it away and bring it back at the same address."""

    def __init__(self, directory):
        self.directory = directory
        self.port = 0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        handler = functools.partial(Handler, directory=self.directory)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
