"""SIGTERM: accept no more, finish what is in flight, end with 0."""
import signal
import socket
import threading

from support import tokens
from support.client import parse_responses
from support.programs import Server
from support.waiting import eventually


def read_to_end(connection):
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


def test_a_request_in_the_database_is_finished(database):
    # The smallest pool has one connection for writes, which is open once it has served.
    with Server(database.url, DATABASE_POOL_SIZE=3) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        client.create("Before")
        answers = []
        request = threading.Thread(target=lambda: answers.append(client.post("/api/tasks", {"title": "In flight"})))
        with database.connect() as connection, connection.transaction():
            connection.execute("lock table tasks in access exclusive mode")
            request.start()
            waiting = (
                "select count(*) > 0 from pg_stat_activity "
                "where wait_event_type = 'Lock' and pid <> pg_backend_pid() and query ilike '%%insert%%'"
            )
            eventually(lambda: database.query(waiting)[0][0], what="the insert that waits for the lock")
            server.process.send_signal(signal.SIGTERM)
            eventually(lambda: not server.accepts_connections(), what="a closed port")
            assert answers == []
        request.join(15)
        assert [answer.task(201)["title"] for answer in answers] == ["In flight"]
        assert server.stop() == 0


def test_a_request_whose_body_still_comes_is_finished(database):
    with Server(database.url) as server:
        server.wait_until_ready()
        token = tokens.token()
        body = b'{"title":"Half sent"}'
        head = (
            f"POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n"
            f"Authorization: Bearer {token}\r\n\r\n"
        ).encode()
        with socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection:
            connection.sendall(head)
            # The interim response shows that the server has read the head.
            interim = connection.recv(65536)
            assert interim.startswith(b"HTTP/1.1 100 ")
            connection.sendall(body[:10])
            server.process.send_signal(signal.SIGTERM)
            eventually(lambda: not server.accepts_connections(), what="a closed port")
            connection.sendall(body[10:])
            [response] = parse_responses(read_to_end(connection))
        assert response.task(201)["title"] == "Half sent"
        assert server.stop() == 0


def test_idle_connections_do_not_delay_the_end(database):
    with Server(database.url) as server:
        server.wait_until_ready()
        with socket.create_connection(("127.0.0.1", server.port), timeout=15) as idle, socket.create_connection(
            ("127.0.0.1", server.port), timeout=15
        ) as half:
            idle.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert idle.recv(65536).startswith(b"HTTP/1.1 200 ")
            half.sendall(b"GET /health HTTP/1.1\r\nHo")
            assert server.stop(within=5) == 0


def test_readiness_is_withdrawn_at_once(database):
    """A connection that is already open learns that the server drains, or is closed."""
    with Server(database.url) as server:
        server.wait_until_ready()
        with socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection:
            request = b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"
            connection.sendall(request)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
            server.process.send_signal(signal.SIGTERM)
            eventually(lambda: not server.accepts_connections(), what="a closed port")
            try:
                connection.sendall(request)
                answer = connection.recv(65536)
            except (BrokenPipeError, ConnectionResetError):
                answer = b""
            assert answer == b"" or answer.startswith(b"HTTP/1.1 503 ")
        assert server.stop() == 0
