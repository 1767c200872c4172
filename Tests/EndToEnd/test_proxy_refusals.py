"""What nginx refuses by itself, with the example in `Deploy/`, looks like the API's own refusals; nothing is sent on twice."""
import http.server
import threading
from contextlib import contextmanager

import pytest

from support import tokens
from support.client import parse_responses
from support.nginx import FRONTEND, Nginx
from support.waiting import free_port

# MAX_BODY_BYTES, unless it is set.
LIMIT = 1_048_576


@pytest.fixture
def client(nginx):
    return nginx.client(tokens.token(), origin=FRONTEND)


def ask(nginx, head, body=b""):
    """The response to a request by HTTP/1.1, whose head is completed."""
    with nginx.connect() as connection:
        connection.sendall(f"{head}\r\nHost: localhost\r\nOrigin: {FRONTEND}\r\nConnection: close\r\n\r\n".encode() + body)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    [response] = parse_responses(received)
    return response


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
