"""The errors: one shape from every layer, and each at its time."""
import pytest

from support.client import exchange

LIMIT = 1024 * 1024


@pytest.mark.parametrize("path", ["/nowhere", "/api", "/api/task", "/api/tasks/1/other", "/api/tasks/1/complete/x", "/health/x"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_paths_are_not_found(anyone, method, path):
    anyone.request(method, path).error(404, "NOT_FOUND", "Resource not found")


@pytest.mark.parametrize(
    "path, allowed",
    [
        ("/api/tasks", {"get", "head", "post"}),
        ("/api/tasks/1", {"get", "head", "put", "patch", "delete"}),
        ("/api/tasks/abc", {"get", "head", "put", "patch", "delete"}),
        ("/api/tasks/1/complete", {"patch"}),
        ("/health", {"get", "head"}),
        ("/health/ready", {"get", "head"}),
        ("/openapi.json", {"get", "head"}),
        ("/docs", {"get", "head"}),
        ("/", {"get", "head"}),
    ],
)
def test_other_methods_are_not_allowed(anyone, path, allowed):
    refused = {"get", "head", "post", "put", "delete", "patch"} - allowed
    for method in refused:
        response = anyone.request(method.upper(), path)
        assert response.status == 405
        assert allowed <= response.tokens("Allow")
        assert method not in response.tokens("Allow")
        if method != "head":
            response.error(405, "METHOD_NOT_ALLOWED", "Method not allowed")


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"{", b'{"title":', b'{"title":"x"', b"{'title':'x'}", b'{"title":"x",}', b'{"title":"x"}}', b"title=x",
        b'{"title":"x"} trailing', b'{"title":x}', b'{"title":NaN}', b'{"title":"a\nb"}', b'{"title":"\\x"}', b"\x00",
        b'{"title":01}',
    ],
    ids=repr,
)
def test_a_body_that_is_not_json_is_a_bad_request(client, body):
    client.post("/api/tasks", body=body).error(400, "BAD_REQUEST")


@pytest.mark.parametrize("body", [b"{", b"x", b'{"completed":tru}'], ids=repr)
def test_a_body_of_complete_or_put_that_is_not_json_is_a_bad_request(client, body):
    path = f"/api/tasks/{client.create()['id']}"
    client.patch(f"{path}/complete", body=body).error(400, "BAD_REQUEST")
    client.put(path, body=body).error(400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "body",
    [
        b'{"title":"\xff"}', b'{"title":"\xc3"}', b'{"title":"\xed\xa0\x80"}', b'{"title":"\xc0\xaf"}',
        '{"title":"x"}'.encode("utf-16"), b'\xff{"title":"x"}',
    ],
    ids=repr,
)
def test_a_body_that_is_not_utf8_is_a_bad_request(client, body):
    client.post("/api/tasks", body=body).error(400, "BAD_REQUEST")


@pytest.mark.parametrize("body", [b'{"title":"\\ud800"}', b'{"title":"\\udc00x"}'], ids=repr)
def test_half_a_surrogate_pair_is_refused(client, body):
    response = client.post("/api/tasks", body=body)
    assert response.status in (400, 422)
    response.error(response.status, "BAD_REQUEST" if response.status == 400 else "VALIDATION_ERROR")


@pytest.mark.parametrize("opening, closing", [(b"[", b"]"), (b'{"a":', b"}")], ids=["arrays", "objects"])
def test_deeply_nested_json_does_no_harm(client, opening, closing):
    depth = 100_000
    body = b'{"title":"Task","other":' + opening * depth + b"1" + closing * depth + b"}"
    assert client.post("/api/tasks", body=body).status in (201, 400, 422)
    assert client.get("/health").status == 200


def body_of(size):
    start, end = b'{"title":"Large","description":"', b'"}'
    return start + b"x" * (size - len(start) - len(end)) + end


def test_a_body_of_the_limit_is_taken(client):
    task = client.post("/api/tasks", body=body_of(LIMIT)).task(201)
    assert set(task["description"]) == {"x"}
    assert len(body_of(LIMIT)) == LIMIT


@pytest.mark.parametrize("size", [LIMIT + 1, 4 * LIMIT])
def test_a_body_over_the_limit_is_too_large(server, client, size):
    head = (
        f"POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {size}\r\n"
        f"Authorization: Bearer {client.token}\r\n\r\n"
    )
    responses = exchange(server.port, head.encode() + body_of(size))
    assert len(responses) == 1
    responses[0].error(413, "PAYLOAD_TOO_LARGE")
    assert client.get("/api/tasks").tasks() == []


def test_a_chunked_body_over_the_limit_is_too_large(server, client):
    head = (
        "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        f"Authorization: Bearer {client.token}\r\n\r\n"
    )
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    responses = exchange(server.port, head.encode() + chunk * 17 + b"0\r\n\r\n")
    assert len(responses) == 1
    responses[0].error(413, "PAYLOAD_TOO_LARGE")


def test_a_length_over_the_limit_is_refused_before_the_body_comes(server, client):
    head = (
        "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 10737418240\r\n"
        f"Expect: 100-continue\r\nAuthorization: Bearer {client.token}\r\n\r\n"
    )
    responses = exchange(server.port, head.encode())
    assert len(responses) == 1
    responses[0].error(413, "PAYLOAD_TOO_LARGE")


def test_a_chunked_body_is_read(server, client):
    head = (
        "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        f"Authorization: Bearer {client.token}\r\n\r\n"
    )
    responses = exchange(server.port, head.encode() + b'9\r\n{"title":\r\n7\r\n"Task"}\r\n0\r\n\r\n')
    assert [response.status for response in responses] == [201]
    assert responses[0].task(201)["title"] == "Task"


JSON_TYPES = ["application/json", "APPLICATION/JSON", "application/json; charset=utf-8", "application/json;charset=UTF-8", None]
OTHER_TYPES = [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "text/json-not",
    "application/octet-stream", "application/jsonx",
]


@pytest.mark.parametrize("media_type", JSON_TYPES)
def test_json_by_any_spelling_or_no_type_is_taken(client, media_type):
    headers = {"Content-Type": media_type} if media_type else {}
    client.post("/api/tasks", body=b'{"title":"Task"}', headers=headers).task(201)


@pytest.mark.parametrize("media_type", OTHER_TYPES)
def test_other_media_types_are_unsupported(client, media_type):
    task = client.create()
    headers = {"Content-Type": media_type}
    path = f"/api/tasks/{task['id']}"
    for response in (
        client.post("/api/tasks", body=b'{"title":"Task"}', headers=headers),
        client.put(path, body=b'{"title":"New","completed":true}', headers=headers),
        client.patch(f"{path}/complete", body=b'{"completed":true}', headers=headers),
    ):
        response.error(415, "UNSUPPORTED_MEDIA_TYPE")
    assert client.get("/api/tasks").tasks() == [task]


def test_an_empty_body_has_no_media_type(client):
    path = f"/api/tasks/{client.create()['id']}/complete"
    assert client.patch(path, body=b"", headers={"Content-Type": "text/plain"}).task()["completed"] is True


def test_nothing_internal_is_told(client):
    """The words that a leaked statement, file, host or stack would hold."""
    responses = [
        client.get("/api/tasks/abc"), client.get("/nowhere"), client.post("/api/tasks", body=b"{"),
        client.post("/api/tasks", {"title": 1}), client.get("/api/tasks", authorization="Bearer secret.token.content"),
        client.get("/api/tasks?completed=%27%20or%201=1"),
    ]
    for response in responses:
        text = response.body.decode().lower()
        for word in ("select", "insert", "postgres", "127.0.0.1", ".swift", "/sources", "secret", "or 1=1"):
            assert word not in text
