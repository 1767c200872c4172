"""CORS, and what every response says of itself."""
import pytest

from support import tokens
from support.client import exchange
from support.programs import ORIGIN, Server


def preflight(client, origin, method="PUT", path="/api/tasks/1", headers="authorization,content-type"):
    return client.request(
        "OPTIONS", path,
        headers={"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers},
    )


@pytest.mark.parametrize("path", ["/api/tasks", "/api/tasks/1", "/api/tasks/1/complete"])
def test_preflights_need_no_token(anyone, path):
    response = preflight(anyone, ORIGIN, path=path)
    assert response.status in (200, 204)
    assert response.header("Access-Control-Allow-Origin") == ORIGIN
    assert {"get", "post", "put", "delete", "patch", "options"} <= response.tokens("Access-Control-Allow-Methods")
    assert {"content-type", "authorization"} <= response.tokens("Access-Control-Allow-Headers")
    assert response.header("Access-Control-Max-Age") == "600"
    assert response.header("Access-Control-Allow-Credentials") in (None, "false")
    assert "origin" in response.tokens("Vary")


def test_browsers_may_send_and_read_the_headers_of_the_extras(server, anyone):
    sent = {"if-match", "if-none-match", "idempotency-key", "prefer", "x-request-id", "traceparent"}
    assert sent <= preflight(anyone, ORIGIN).tokens("Access-Control-Allow-Headers")
    read = {
        "etag", "link", "location", "x-total-count", "preference-applied", "idempotency-replayed", "retry-after",
        "x-request-id", "www-authenticate", "allow",
    }
    client = server.client(tokens.token(), origin=ORIGIN)
    task = client.post("/api/tasks", {"title": "x"})
    path = task.header("Location")
    refused = client.delete(path, headers={"If-Match": '"0-0"'})
    same = client.get(path, headers={"If-None-Match": task.header("ETag")})
    assert (refused.status, same.status) == (412, 304)
    for response in (task, refused, same):
        assert read <= response.tokens("Access-Control-Expose-Headers")
        assert response.header("Access-Control-Allow-Origin") == ORIGIN
        assert response.header("X-Content-Type-Options") == "nosniff"
        assert response.header("X-Request-Id")


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3001", "https://localhost:3000", "http://localhost", "null", f"{ORIGIN}.evil.example", "http://LOCALHOST:3000x"],
)
def test_other_origins_are_not_allowed(anyone, client, origin):
    assert preflight(anyone, origin).header("Access-Control-Allow-Origin") is None
    response = client.get("/api/tasks", headers={"Origin": origin})
    assert response.status == 200
    assert response.header("Access-Control-Allow-Origin") is None
    assert "origin" in response.tokens("Vary")


def responses_of_every_layer(server):
    client = server.client(tokens.token(), origin=ORIGIN)
    anyone = server.client(origin=ORIGIN)
    task = client.create()
    head = (
        f"POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2000000\r\nOrigin: {ORIGIN}\r\n"
        f"Authorization: Bearer {client.token}\r\n\r\n"
    )
    return {
        "200 list": client.get("/api/tasks"),
        "200 task": client.get(f"/api/tasks/{task['id']}"),
        "201": client.post("/api/tasks", {"title": "Task"}),
        "200 health": anyone.get("/health"),
        "400": client.post("/api/tasks", body=b"{"),
        "401": anyone.get("/api/tasks"),
        "404 path": anyone.get("/nowhere"),
        "404 task": client.get("/api/tasks/999999999"),
        "405": anyone.put("/api/tasks"),
        "413": exchange(server.port, head.encode())[0],
        "415": client.post("/api/tasks", body=b"x", headers={"Content-Type": "text/plain"}),
        "422": client.post("/api/tasks", {}),
        "204": client.delete(f"/api/tasks/{task['id']}"),
    }


def test_every_response_has_the_headers_that_browsers_need(server):
    for name, response in responses_of_every_layer(server).items():
        assert response.status == int(name.split(" ")[0])
        assert response.header("Access-Control-Allow-Origin") == ORIGIN, name
        assert response.header("Access-Control-Allow-Credentials") in (None, "false"), name
        assert "location" in response.tokens("Access-Control-Expose-Headers"), name
        assert "origin" in response.tokens("Vary"), name
        assert response.header("X-Content-Type-Options") == "nosniff", name


def test_tasks_are_private_and_revalidated(server):
    responses = responses_of_every_layer(server)
    for name in ("200 list", "200 task", "201"):
        assert responses[name].tokens("Cache-Control") == {"private", "no-cache"}, name


def test_responses_without_an_origin_say_that_it_matters(client):
    response = client.get("/api/tasks")
    assert "origin" in response.tokens("Vary")
    assert response.header("Access-Control-Allow-Origin") is None


def test_several_origins_may_be_allowed(database):
    with Server(database.url, FRONTEND_URL="https://a.example.com, https://b.example.com/") as server:
        server.wait_until_listening()
        anyone = server.client()
        for origin in ("https://a.example.com", "https://b.example.com"):
            assert preflight(anyone, origin).header("Access-Control-Allow-Origin") == origin
            assert anyone.get("/health", headers={"Origin": origin}).header("Access-Control-Allow-Origin") == origin
        assert preflight(anyone, ORIGIN).header("Access-Control-Allow-Origin") is None


def test_any_origin_may_be_allowed_by_name(database):
    with Server(database.url, FRONTEND_URL="*") as server:
        server.wait_until_listening()
        response = server.client().get("/health", headers={"Origin": "https://anywhere.example.com"})
        assert response.header("Access-Control-Allow-Origin") in ("*", "https://anywhere.example.com")
