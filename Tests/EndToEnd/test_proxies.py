"""Behind nginx, with the example in `Deploy/`: the interface is the same, and so are its refusals."""
import http.server
import socket
import ssl
import threading
from contextlib import contextmanager

import pytest

from support import tokens
from support.certificates import Certificates
from support.client import Client, parse_responses
from support.nginx import FRONTEND, Nginx
from support.programs import MIB
from support.waiting import eventually, free_port

# MAX_BODY_BYTES, unless it is set.
LIMIT = 1_048_576
# Little of a long list waits on the client's side.
RECEIVE_BUFFER = 512 * 1024


@pytest.fixture(scope="module")
def certificates():
    with Certificates() as certificates:
        yield certificates


@pytest.fixture(scope="module")
def nginx(certificates, server):
    with Nginx(certificates, [server.port, server.port]) as nginx:
        yield nginx


@pytest.fixture
def client(nginx):
    return nginx.client(tokens.token(), origin=FRONTEND)


def test_every_endpoint_is_served(client):
    task = client.create("Behind nginx")
    path = f"/api/tasks/{task['id']}"
    assert client.get("/api/tasks").tasks() == [task]
    assert client.get(path).task() == task
    assert client.put(path, {"title": "Replaced", "completed": False}).task()["title"] == "Replaced"
    assert client.patch(f"{path}/complete").task()["completed"] is True
    answer = client.delete(path)
    assert (answer.status, answer.body) == (204, b"")
    assert client.get(path).error(404, "NOT_FOUND", "Task not found")
    assert answer.header("Strict-Transport-Security") == "max-age=31536000"


def test_entity_tags_stay_strong(client):
    path = f"/api/tasks/{client.create()['id']}"
    tag = client.get(path, headers={"Accept-Encoding": "gzip"}).header("ETag")
    assert tag.startswith('"')
    assert client.get(path, headers={"If-None-Match": tag}).status == 304
    client.put(path, {"title": "New", "completed": False}, headers={"If-Match": tag}).task()
    client.put(path, {"title": "Newer", "completed": False}, headers={"If-Match": tag}).error(412, "PRECONDITION_FAILED")


def test_metrics_are_not_to_be_had(client):
    client.get("/metrics").error(404, "NOT_FOUND")


def test_plain_http_is_sent_to_https_and_another_name_nowhere(nginx):
    answer = Client(nginx.plain_port).get("/docs")
    assert (answer.status, answer.header("Location")) == (301, "https://localhost/docs")
    with socket.create_connection(("127.0.0.1", nginx.port)) as connection, pytest.raises(ssl.SSLError):
        nginx.context.wrap_socket(connection, server_hostname="other.example.com")


def test_the_log_has_the_clients_address_and_the_servers_request_id_and_no_secret(nginx):
    client = nginx.client(tokens.token(), address="127.0.0.5")
    answer = client.get("/api/tasks?secret=word", headers={"X-Forwarded-For": "192.0.2.1"})
    [line] = eventually(
        lambda: [line for line in nginx.lines() if line.endswith(f" {answer.header('X-Request-Id')}")], what="a line"
    )
    assert line.startswith("127.0.0.5 [") and '"GET /api/tasks HTTP/2.0" 200 ' in line
    assert "secret" not in line and client.token not in line


def test_a_long_list_streams_at_its_readers_pace(nginx, server, database):
    owner = tokens.user("owner of many")
    database.query(
        "insert into tasks (user_id, title) select %s, repeat('x', 200) from generate_series(1, 50000)", [owner]
    )
    token = tokens.token(owner)
    whole = server.client(token).get("/api/tasks").body
    before = nginx.memory(), server.vitals().memory
    with connect(nginx) as reader:
        reader.sendall(f"GET /api/tasks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                       "Connection: close\r\n\r\n".encode())
        received = bytearray(reader.recv(65536))
        # Somebody else is served, and nothing of the rest piles up meanwhile.
        nginx.client(tokens.token()).create()
        growth = nginx.memory() - before[0], server.vitals().memory - before[1]
        assert nginx.temporary_files() == []
        while chunk := reader.recv(1 << 20):
            received += chunk
    print(f"\n{len(whole) / MIB:.0f} MiB; nginx grew by {growth[0] / MIB:.1f} MiB, the server by {growth[1] / MIB:.1f} MiB")
    assert len(whole) > 15 * MIB > 8 * MIB > max(growth)
    assert unchunked(received) == whole


def connect(nginx):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    connection.connect(("127.0.0.1", nginx.port))
    return nginx.context.wrap_socket(connection, server_hostname="localhost")


def ask(nginx, head, body=b""):
    """The response to a request by HTTP/1.1, whose head is completed."""
    with connect(nginx) as connection:
        connection.sendall(f"{head}\r\nHost: localhost\r\nOrigin: {FRONTEND}\r\nConnection: close\r\n\r\n".encode() + body)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    [response] = parse_responses(received)
    return response


def unchunked(response):
    head, _, rest = response.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ") and b"chunked" in head
    body, start = bytearray(), 0
    while start < len(rest):
        end = rest.index(b"\r\n", start)
        size = int(rest[start:end], 16)
        body += rest[end + 2:end + 2 + size]
        start = end + 2 + size + 2
    return body


def check_refusal(answer, status, code, message=None):
    """In the API's shape, and readable by the frontend's scripts."""
    answer.error(status, code, message)
    assert answer.header("Access-Control-Allow-Origin") == FRONTEND
    assert answer.header("Strict-Transport-Security") and answer.header("Cache-Control") == "private, no-cache"


def test_a_body_that_is_too_large_is_refused_in_the_apis_shape(nginx, client):
    body = b" " * (LIMIT + 1)
    fields = {"Content-Type": "application/json"}
    # With a length, nginx refuses before the body has come; httpx would wait for room to send the rest.
    check_refusal(ask(nginx, f"POST /api/tasks HTTP/1.1\r\nContent-Length: {len(body)}", body), 413, "PAYLOAD_TOO_LARGE")
    check_refusal(client.post("/api/tasks", body=iter([body]), headers=fields), 413, "PAYLOAD_TOO_LARGE")
    # The largest that may be reaches the server, which misses the JSON.
    client.post("/api/tasks", body=b" " * LIMIT, headers=fields).error(400, "BAD_REQUEST")


def test_a_malformed_or_too_large_head_is_refused_in_the_apis_shape(nginx):
    for line in ("Accept: */*\r\nHost: two words", "X-Large: " + "x" * 40_000, "Content-Length: many"):
        ask(nginx, f"GET /api/tasks HTTP/1.1\r\n{line}").error(400, "BAD_REQUEST")


def test_a_service_that_is_away_is_unavailable_in_the_apis_shape(certificates):
    with Nginx(certificates, [free_port(), free_port()]) as nginx:
        client = nginx.client(tokens.token(), origin=FRONTEND)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            answer = client.request(method, "/api/tasks/1", {})
            # Nothing was sent to anybody, so nothing can have been changed.
            check_refusal(answer, 503, "SERVICE_UNAVAILABLE", "The service is temporarily unavailable")
            assert answer.header("Retry-After") == "1"


@contextmanager
def servers_that_hang_up(requests):
    """The ports of two; each request is noted, with what it came with, and never answered."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def note(self):
            requests.append((self.command, self.headers))
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = note

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one, \
            http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as other:
        for server in (one, other):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield [one.server_port, other.server_port]
        finally:
            one.shutdown()
            other.shutdown()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_is_sent_on_once_and_its_lost_answer_is_said_to_be_lost(certificates, method):
    requests = []
    with servers_that_hang_up(requests) as ports, Nginx(certificates, ports) as nginx:
        answer = nginx.client(tokens.token(), origin=FRONTEND).request(method, "/api/tasks/1", {})
        check_refusal(answer, 503, "SERVICE_UNAVAILABLE", "The change may or may not have been made")
        assert [name for name, _ in requests] == [method]


def test_a_read_is_asked_of_the_other_server_and_says_whom_it_is_for(certificates):
    requests = []
    with servers_that_hang_up(requests) as ports, Nginx(certificates, ports) as nginx:
        headers = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http"}
        client = nginx.client(tokens.token(), origin=FRONTEND, address="127.0.0.7")
        answer = client.get("/api/tasks", headers=headers)
        check_refusal(answer, 503, "SERVICE_UNAVAILABLE", "The service is temporarily unavailable")
        assert [name for name, _ in requests] == ["GET", "GET"]
        for _, fields in requests:
            assert fields.get_all("X-Forwarded-For") == ["127.0.0.7"]
            assert fields.get_all("X-Forwarded-Proto") == ["https"]
