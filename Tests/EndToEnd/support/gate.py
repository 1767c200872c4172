"""The door of a database that sleeps, as providers have it: everybody is let in, and led on some time after the first knock."""
import socket
import threading


class Gate:
    """A context manager: a TCP port that leads to `target`, once the database behind it is awake."""

    def __init__(self, target, wakes_after):
        self.target = target
        self.wakes_after = wakes_after
        self.held = 0
        self._awake = threading.Event()
        self._knocked = False
        self._sockets = set()
        self._lock = threading.Lock()

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        # A thread that waits in accept() is woken by shutdown(), not by close().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.fall_asleep()
        self._awake.set()

    def url(self, database):
        return database.url.replace(f":{database.cluster.port}/", f":{self.port}/")

    def fall_asleep(self):
        """Closes every connection; new ones are taken, and lead on only after the database has woken up."""
        with self._lock:
            self._awake.clear()
            self._knocked = False
            self.held = 0
            sockets, self._sockets = self._sockets, set()
        for connection in sockets:
            close(connection)

    @property
    def is_awake(self):
        return self._awake.is_set()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._sockets.add(client)
                awake = self._awake
                if not awake.is_set():
                    self.held += 1
                    if not self._knocked:
                        self._knocked = True
                        timer = threading.Timer(self.wakes_after, awake.set)
                        timer.daemon = True
                        timer.start()
            threading.Thread(target=self._lead, args=(client,), daemon=True).start()

    def _lead(self, client):
        self._awake.wait()
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return close(client)
        with self._lock:
            self._sockets.add(server)
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
        pump(server, client)


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    close(source)
    close(sink)


def close(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()
