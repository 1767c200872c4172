"""Route, authentication, size and media type, syntax, validation, existence: in this order."""
import pytest

from support import tokens
from support.client import exchange

OVERSIZED = b'{"title":"' + b"x" * (1024 * 1024) + b'"}'
TEXT = {"Content-Type": "text/plain"}


def test_route_before_authentication(anyone):
    anyone.get("/nowhere").error(404, "NOT_FOUND", "Resource not found")
    anyone.post("/api/tasks/1").error(405, "METHOD_NOT_ALLOWED")
    anyone.put("/api/tasks", authorization="Bearer null").error(405, "METHOD_NOT_ALLOWED")


def test_authentication_before_size(server):
    head = (
        f"POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(OVERSIZED)}\r\n\r\n"
    )
    responses = exchange(server.port, head.encode() + OVERSIZED)
    assert len(responses) == 1
    responses[0].error(401, "UNAUTHORIZED")


def test_authentication_before_media_type_syntax_and_validation(anyone):
    anyone.post("/api/tasks", body=b"x", headers=TEXT).error(401, "UNAUTHORIZED")
    anyone.post("/api/tasks", body=b"{").error(401, "UNAUTHORIZED")
    anyone.post("/api/tasks", {}).error(401, "UNAUTHORIZED")
    anyone.get("/api/tasks/abc").error(401, "UNAUTHORIZED")
    anyone.get("/api/tasks?completed=x").error(401, "UNAUTHORIZED")


def test_media_type_before_syntax_validation_and_existence(client):
    client.post("/api/tasks", body=b"{", headers=TEXT).error(415, "UNSUPPORTED_MEDIA_TYPE")
    client.put("/api/tasks/abc", body=b"{}", headers=TEXT).error(415, "UNSUPPORTED_MEDIA_TYPE")
    client.put("/api/tasks/999999999", body=b"{}", headers=TEXT).error(415, "UNSUPPORTED_MEDIA_TYPE")


def test_syntax_before_validation_and_existence(client):
    client.put("/api/tasks/abc", body=b"{").error(400, "BAD_REQUEST")
    client.patch("/api/tasks/abc/complete", body=b"{").error(400, "BAD_REQUEST")
    client.put("/api/tasks/999999999", body=b"{").error(400, "BAD_REQUEST")


def test_validation_before_existence(client):
    client.put("/api/tasks/999999999", {"title": ""}).error(422, "VALIDATION_ERROR", details={"title", "completed"})
    client.put("/api/tasks/0", {"title": ""}).error(422, "VALIDATION_ERROR", details={"title", "completed"})
    client.patch("/api/tasks/999999999/complete", {"completed": 1}).error(422, "VALIDATION_ERROR", details={"completed"})


@pytest.mark.parametrize(
    "method, suffix, body",
    [
        ("GET", "", None), ("DELETE", "", None), ("PUT", "", b'{"title":"x","completed":true}'), ("PUT", "", b"{"),
        ("PUT", "", b"{}"), ("PATCH", "/complete", b""), ("PATCH", "/complete", b'{"completed":1}'),
    ],
)
def test_another_users_task_answers_like_a_missing_one(server, client, method, suffix, body):
    task = client.create("Mine")
    other = server.client(tokens.token(), origin="http://localhost:3000")
    foreign = other.request(method, f"/api/tasks/{task['id']}{suffix}", body=body)
    missing = other.request(method, f"/api/tasks/{task['id'] + 500_000_000}{suffix}", body=body)
    assert (foreign.status, foreign.body) == (missing.status, missing.body)
    assert lasting_headers(foreign) == lasting_headers(missing)
    assert foreign.status in (404, 400, 422)
    assert client.get("/api/tasks").tasks() == [task]


def lasting_headers(response):
    return [(name, value) for name, value in response.headers if name.lower() not in ("date", "x-request-id")]
