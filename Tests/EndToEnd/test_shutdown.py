"""SIGTERM, Ctrl-C and a terminal that closes: accept no more, finish what is in flight, end with 0."""
import re
import signal
import socket
import threading

import pytest

from support import tokens
from support.client import parse_responses
from support.crowd import Crowd
from support.load import Load
from support.programs import Server, migrate
from support.waiting import eventually, free_port


def read_to_end(connection):
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_request_in_the_database_is_finished(database, told):
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
            server.process.send_signal(told)
            eventually(lambda: not server.accepts_connections(), what="a closed port")
            assert answers == []
        request.join(15)
        assert [answer.task(201)["title"] for answer in answers] == ["In flight"]
        assert server.stop() == 0


def test_every_request_that_waits_for_the_database_is_finished(fresh_database):
    migrate(fresh_database)
    requests = [("POST", "/api/tasks", {"title": f"Waits {number}"}) for number in range(100)]
    with Server(fresh_database.url, DATABASE_POOL_SIZE=3, ADMIN_PORT=free_port()) as server:
        server.wait_until_ready()
        with fresh_database.connect() as holder:
            holder.execute("begin")
            holder.execute("lock table tasks in share row exclusive mode")
            with Crowd(server.port, tokens.token(), requests) as crowd:
                eventually(lambda: taken_writes(server) == len(requests), what="requests that wait")
                server.process.send_signal(signal.SIGTERM)
                eventually(lambda: not server.accepts_connections(), what="a closed port")
                holder.execute("commit")
                answers = crowd.wait()
        assert server.stop() == 0
    titles = [answer.response.task(201)["title"] for answer in answers]
    assert sorted(titles) == sorted(title for (title,) in fresh_database.query("select title from tasks"))


def taken_writes(server):
    """Those that the server has read and not answered."""
    text = server.operators().get("/metrics").body.decode()
    waiting = re.findall(r'^todo_database_queries_(?:waiting|in_flight)\{lane="writes"\} (\d+)', text, re.M)
    return sum(map(int, waiting))


def test_under_load_what_was_acknowledged_is_there_and_what_was_not_answered_is_not(fresh_database):
    migrate(fresh_database)
    with Server(fresh_database.url) as server:
        server.wait_until_ready()
        with Load(server, workers=16) as load:
            load.until_acknowledged(300)
            load.may_break = True
            assert server.stop() == 0
        assert "error" not in server.output()
    found = load.balance(fresh_database)
    print(f"\n{found.acknowledged} acknowledged, {found.present} present, answers: {dict(load.kinds)}")
    assert found.faults == [] and found.present == found.acknowledged
    # A connection on which no request has been read yet is closed; nothing else goes without an answer.
    assert set(load.kinds) == {"success", "broken off"}
    stored = {title for (title,) in fresh_database.query("select title from tasks")}
    assert all(stored.isdisjoint(worker.books.unknown | worker.books.perhaps_replaced) for worker in load.workers)


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
