"""Clients that ask for much and read little of it at a time."""
import socket
import threading

# What each reads at a time, and how many times a second.
CHUNK = 1024
CHUNKS_PER_SECOND = 4
# The system doubles it; small, so that hardly anything waits on the client's side.
RECEIVE_BUFFER = 2048


class SlowReaders:
    """A context manager: `count` connections that each asked for the same and read a few kilobytes per second."""

    def __init__(self, port, path, token, count):
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
        self._request = request.encode()
        self._port = port
        self._connections = [self._connect() for _ in range(count)]
        self.received = dict.fromkeys(self._connections, b"")
        self.ended = 0
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self):
        for connection in self._connections:
            connection.sendall(self._request)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()
        self.leave(len(self._connections))

    @property
    def present(self):
        return len(self._connections)

    def all_have(self, count):
        """Whether everybody who is there has that many bytes."""
        with self._lock:
            return all(len(self.received[connection]) >= count for connection in self._connections)

    def leave(self, count):
        """So many go away in the middle: every other one with a reset, the others in good order."""
        with self._lock:
            for number in range(count):
                connection = self._connections.pop()
                if number % 2:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                connection.close()

    def _connect(self):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        connection.connect(("127.0.0.1", self._port))
        connection.setblocking(False)
        return connection

    def _read(self):
        while not self._over.wait(1 / CHUNKS_PER_SECOND):
            with self._lock:
                for connection in self._connections:
                    try:
                        data = connection.recv(CHUNK)
                    except BlockingIOError:
                        continue
                    except ConnectionError:
                        data = b""
                    self.received[connection] += data
                    self.ended += not data
