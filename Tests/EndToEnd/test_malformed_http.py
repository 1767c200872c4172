"""Requests that are not HTTP: one answer in the one error shape, then the connection is closed."""
import pytest

from support.client import exchange
from support.programs import Server

HOST = b"Host: localhost\r\n"
MALFORMED = {
    "no request line": b"GARBAGE\r\n\r\n",
    "request line of two parts": b"GET /health\r\n" + HOST + b"\r\n",
    "another protocol": b"GET /health FTP/1.1\r\n" + HOST + b"\r\n",
    "another major version": b"GET /health HTTP/9.9\r\n" + HOST + b"\r\n",
    "a TLS greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    "a header without a colon": b"GET /health HTTP/1.1\r\n" + HOST + b"no colon here\r\n\r\n",
    "a space before the colon": b"GET /health HTTP/1.1\r\n" + HOST + b"Accept : x\r\n\r\n",
    "a header without a name": b"GET /health HTTP/1.1\r\n" + HOST + b": x\r\n\r\n",
    "a null character in a header": b"GET /health HTTP/1.1\r\n" + HOST + b"Accept: a\x00b\r\n\r\n",
    "a null character in the path": b"GET /hea\x00lth HTTP/1.1\r\n" + HOST + b"\r\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /health HTTP/1.1\r\n" + HOST + b"Host: other\r\n\r\n",
    "a host that is two words": b"GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
    "a host with a path": b"GET /health HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "a host with a user": b"GET /health HTTP/1.1\r\nHost: user@a\r\n\r\n",
    "a port that is no number": b"GET /health HTTP/1.1\r\nHost: a:port\r\n\r\n",
    "a negative length": b"GET /health HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    "a length that is no number": b"GET /health HTTP/1.1\r\n" + HOST + b"Content-Length: abc\r\n\r\n",
    "two lengths that differ": b"GET /health HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "length and chunks": (
        b"POST /api/tasks HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_requests_are_bad_requests(server, data):
    responses = exchange(server.port, data)
    assert len(responses) == 1
    responses[0].error(400, "BAD_REQUEST")
    assert "close" in responses[0].tokens("Connection")


def test_of_several_origins_that_of_a_malformed_request_may_read_why(database):
    origin = b"https://b.example.com"
    too_large = b"GET /health HTTP/1.1\r\n" + HOST + b"X-Large: " + b"x" * 40_000 + b"\r\n\r\n"
    with Server(database.url, FRONTEND_URL="https://a.example.com, https://b.example.com") as server:
        server.wait_until_listening()
        for data in [*MALFORMED.values(), too_large]:
            if HOST not in data:
                continue
            lines = HOST + b"Origin: " + origin + b"\r\nX-Request-Id: mine\r\n"
            [response] = exchange(server.port, data.replace(HOST, lines, 1))
            response.error(400, "BAD_REQUEST")
            assert response.header("Access-Control-Allow-Origin") == origin.decode(), data[:200]
            assert response.header("X-Request-Id") == "mine", data[:200]
            [stranger] = exchange(server.port, data.replace(HOST, lines.replace(b"//b", b"//c"), 1))
            assert stranger.header("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_follows_a_malformed_request_is_not_obeyed(server, client, data):
    smuggled = (
        f'POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\nAuthorization: Bearer {client.token}\r\n\r\n'
        '{"title":"Smuggled"}'
    )
    exchange(server.port, data + smuggled.encode())
    assert client.get("/api/tasks").tasks() == []


def test_a_malformed_chunk_is_a_bad_request(server, client):
    head = (
        "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        f"Authorization: Bearer {client.token}\r\n\r\n"
    )
    responses = exchange(server.port, head.encode() + b"ZZ\r\n{}\r\n0\r\n\r\n")
    assert len(responses) == 1
    responses[0].error(400, "BAD_REQUEST")


def test_headers_beyond_all_measure_are_refused(server):
    data = b"GET /health HTTP/1.1\r\n" + HOST + b"X-Long: " + b"x" * 1_000_000 + b"\r\n\r\n"
    responses = exchange(server.port, data)
    # The server may close while the client still sends, and then its answer may be lost.
    assert len(responses) <= 1
    for response in responses:
        assert response.status in (400, 431)
        assert set(response.json()) == {"error"}
    assert server.client().get("/health").status == 200


def test_requests_on_one_connection_are_answered_in_order(server, client):
    one = f"GET /api/tasks/1{'0' * 18} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {client.token}\r\n"
    data = (f"{one}\r\n" + "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + f"{one}Connection: close\r\n\r\n").encode()
    assert [response.status for response in exchange(server.port, data)] == [404, 200, 404]


def test_http_10_is_answered_and_closed(server):
    responses = exchange(server.port, b"GET /health HTTP/1.0\r\n\r\n")
    assert [response.status for response in responses] == [200]
