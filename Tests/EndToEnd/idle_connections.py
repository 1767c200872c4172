"""Very many connections that are idle or never get to the end of a request: what they cost the server, and everybody else.

    python Tests/EndToEnd/idle_connections.py [IDLE [HALF_OPEN]]

Without numbers there are 10,000 idle connections, each served once before, and 300 half-open ones: half of them with a head that
never ends, half with a body. Makes a PostgreSQL and a server of its own, and wants `ulimit -n` to allow as many descriptors. Not a
test: its times say nothing about another machine.
"""
import resource
import selectors
import socket
import sys
import threading
import time

from support import tokens
from support.postgres import Cluster
from support.programs import MIB, Server, migrate
from support.waiting import eventually

# Each address has ports for so many connections at least.
CONNECTIONS_PER_ADDRESS = 2000
USERS = 4
# As HTTPLimits has them: 10 s for a head, 30 s for a body.
LONGEST_HEAD, LONGEST_BODY = 10, 30

GREETING = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def connect(port, number):
    """From another address of this machine every so often."""
    address = f"127.0.0.{2 + number // CONNECTIONS_PER_ADDRESS}"
    return socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(address, 0))


def idle_connection(port, number):
    connection = connect(port, number)
    connection.sendall(GREETING)
    assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
    return connection


def half_open_connections(port, count, token):
    """Which of them have begun a head, and which a body."""
    head = f"GET /api/tasks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nX-Unfini".encode()
    body = (
        f"POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"title":'
    ).encode()
    connections = {head: [], body: []}
    for number in range(count):
        request = (head, body)[number % 2]
        connection = connect(port, number)
        connection.sendall(request)
        connections[request].append(connection)
    return connections[head], connections[body]


class Users:
    """Others, who work all the while, each request on a connection of its own; a context manager."""

    def __init__(self, server):
        self.seconds = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=[server]) for _ in range(USERS)]
        self._problems = []

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()
        assert not self._problems, self._problems[0]

    def _work(self, server):
        try:
            client = server.client(tokens.token())
            task = client.create()
            while not self._over.wait(0.005):
                began = time.monotonic()
                answer = client.get(f"/api/tasks/{task['id']}")
                self.seconds.append(time.monotonic() - began)
                assert answer.task() == task
        except BaseException as problem:  # noqa: BLE001 - reported at the end
            self._problems.append(problem)

    def tell(self, server, what, during=5):
        """Prints the latency of the next seconds, and the server's memory and descriptors."""
        first = len(self.seconds)
        time.sleep(during)
        seconds = sorted(self.seconds[first:])
        vitals = server.vitals()
        print(
            f"{what:34} p50 {seconds[len(seconds) // 2] * 1000:6.2f} ms  p99 {seconds[len(seconds) * 99 // 100] * 1000:6.2f} ms  "
            f"{len(seconds):6} requests  {vitals.memory / MIB:6.1f} MiB  {vitals.descriptors:6} descriptors", flush=True
        )
        return vitals


def until_dropped(connections, began, what):
    """Reads until the server has closed each of them; prints when the first and the last were, and what they were told."""
    told, closed = set(), []
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                data = key.fileobj.recv(4096)
                if data:
                    told.add(data.split(b"\r\n")[0].decode())
                else:
                    closed.append(time.monotonic() - began)
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
    print(f"{len(closed)} with {what} dropped after {closed[0]:.1f} to {closed[-1]:.1f} s: {' / '.join(told)}", flush=True)


def main():
    idle, half_open = [int(text) for text in sys.argv[1:]] + [10_000, 300][len(sys.argv) - 1:]
    wanted = idle + half_open + 1000
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < wanted:
        sys.exit(f"ulimit -n allows {hard} descriptors at most; {wanted} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    cluster = Cluster.create()
    try:
        cluster.start()
        database = cluster.create_database("idle")
        migrate(database)
        with Server(database.url) as server:
            server.wait_until_ready()
            with Users(server) as users:
                eventually(lambda: len(users.seconds) > 100, what="users at work")
                before = users.tell(server, "before")
                connections = [idle_connection(server.port, number) for number in range(idle)]
                during = users.tell(server, f"{idle} idle")
                print(f"{(during.memory - before.memory) / max(idle, 1) / 1024:.1f} KiB for each idle connection", flush=True)
                began = time.monotonic()
                heads, bodies = half_open_connections(server.port, half_open, tokens.token())
                users.tell(server, f"{idle} idle, {half_open} half-open")
                until_dropped(heads, began, f"a head, {LONGEST_HEAD} s allowed,")
                until_dropped(bodies, began, f"a body, {LONGEST_BODY} s allowed,")
                for connection in connections:
                    connection.close()
                eventually(lambda: server.vitals().descriptors < before.descriptors + 50, what="closed connections")
                users.tell(server, "after")
    finally:
        cluster.remove()


if __name__ == "__main__":
    main()
