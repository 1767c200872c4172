"""Requests as real clients send them: axios and fetch in a frontend, browsers before them, curl and proxies."""
import gzip
import http.client
import json
import socket

import pytest

from support import tokens
from support.client import exchange, parse_responses
from support.programs import ORIGIN

JSON = {"Content-Type": "application/json"}
AXIOS = {
    "Accept": "application/json, text/plain, */*", "Accept-Encoding": "gzip, compress, deflate, br",
    "User-Agent": "axios/1.7.9",
}


# Bodies that say more, or less, than there is

@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8"])
def test_an_instance_that_always_says_json_may_send_nothing(client, media_type):
    headers = {**AXIOS, "Content-Type": media_type}
    task = client.create()
    path = f"/api/tasks/{task['id']}"
    assert client.get("/api/tasks", headers=headers).tasks() == [task]
    assert client.get(path, headers=headers).task() == task
    assert client.patch(f"{path}/complete", headers=headers).task()["completed"] is True
    assert client.patch(f"{path}/complete", body=b"", headers=headers).task()["completed"] is False
    assert client.delete(path, headers=headers).status == 204


@pytest.mark.parametrize("method, suffix, status", [("GET", "", 200), ("PATCH", "/complete", 200), ("DELETE", "", 204)])
def test_a_length_of_zero_is_no_body(server, client, method, suffix, status):
    path = f"/api/tasks/{client.create()['id']}{suffix}"
    assert client.request(method, path, headers={**JSON, "Content-Length": "0"}).status == status


def test_a_body_of_get_and_delete_is_ignored(client):
    task = client.create()
    path = f"/api/tasks/{task['id']}"
    assert client.get(path, body=b"null", headers=JSON).task() == task
    assert client.get("/api/tasks", json_body={"completed": True}).tasks() == [task]
    assert client.delete(path, body=b"undefined", headers=JSON).status == 204


@pytest.mark.parametrize("body", [b"{}", b" {} ", b'{"user_id":"alice"}', b""], ids=repr)
def test_complete_toggles_when_nothing_is_asked_for(client, body):
    path = f"/api/tasks/{client.create()['id']}/complete"
    assert [client.patch(path, body=body, headers=JSON).task()["completed"] for _ in range(2)] == [True, False]


@pytest.mark.parametrize("body", [b"null", b'"{}"', b"[]"], ids=repr)
def test_complete_refuses_json_that_is_no_object(client, body):
    client.patch(f"/api/tasks/{client.create()['id']}/complete", body=body, headers=JSON).error(
        422, "VALIDATION_ERROR", details={"body"}
    )


@pytest.mark.parametrize("body", [b"undefined", b"[object Object]", b"title=Milk&description="], ids=repr)
def test_what_was_never_made_json_is_a_bad_request(client, body):
    client.post("/api/tasks", body=body, headers=JSON).error(400, "BAD_REQUEST", "Request body is not valid JSON")


def test_a_byte_order_mark_is_no_json(client):
    client.post("/api/tasks", body=b'\xef\xbb\xbf{"title":"Milk"}', headers=JSON).error(400, "BAD_REQUEST")


@pytest.mark.parametrize("coding", ["gzip", "br", "GZIP", "gzip, identity"])
def test_a_compressed_body_is_unsupported(client, coding):
    body = gzip.compress(b'{"title":"Milk"}')
    answer = client.post("/api/tasks", body=body, headers={**JSON, "Content-Encoding": coding})
    answer.error(415, "UNSUPPORTED_MEDIA_TYPE", "Request body must not be compressed")
    assert answer.header("Accept-Encoding") == "identity"
    assert client.get("/api/tasks").tasks() == []


def test_a_body_that_says_it_is_not_compressed_is_taken(client):
    client.post("/api/tasks", body=b'{"title":"Milk"}', headers={**JSON, "Content-Encoding": "identity"}).task(201)


# Tokens

@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("token", ["null", "undefined", "[object Object]", "[object Promise]", '""'])
def test_a_session_that_is_not_there_yet_is_unauthorized(anyone, scheme, token):
    anyone.get("/api/tasks", authorization=f"{scheme} {token}", headers=AXIOS).error(
        401, "UNAUTHORIZED", "Invalid token format"
    )


def test_a_token_that_a_template_left_empty_is_unauthorized(anyone):
    anyone.get("/api/tasks", authorization="Bearer ").error(401, "UNAUTHORIZED", "Authorization header is required")


def test_a_lower_case_scheme_is_one(server, client):
    task = client.create()
    assert server.client().get("/api/tasks", authorization=f"bearer {client.token}").tasks() == [task]


# Addresses

@pytest.mark.parametrize("query", ["_=1739786400000", "user_id=alice", "userId=alice&_rsc=1abc", "cache=false&completed=", ""])
def test_a_query_that_means_nothing_here_changes_nothing(client, query):
    task = client.create(user_id="alice")
    path = f"/api/tasks/{task['id']}"
    assert task["user_id"] != "alice"
    assert client.get(f"{path}?{query}").task() == task
    assert client.get(f"/api/tasks?{query.removesuffix('&completed=')}").tasks() == [task]
    changed = client.put(f"{path}?{query}", {"title": "Milk", "completed": False, "user_id": "alice"}).task()
    assert changed["user_id"] == task["user_id"]
    assert client.patch(f"{path}/complete?{query}", {"user_id": "alice"}).task()["completed"] is True
    assert client.delete(f"{path}?{query}").status == 204


def test_a_trailing_slash_is_the_same_path(client, anyone):
    for path in ("/health/", "/health/ready/", "/docs/", "/openapi.json/", "/"):
        assert anyone.get(path, headers=AXIOS).status == 200
    task = client.post("/api/tasks/?_=1", {"title": "Milk"}, headers=AXIOS).task(201)
    path = f"/api/tasks/{task['id']}/"
    assert client.get(path).task() == task
    assert client.put(path, {"title": "Tea", "completed": False}).task()["title"] == "Tea"
    assert client.patch(path, {"title": "Oats"}).task()["title"] == "Oats"
    assert client.patch(f"{path}complete/", {}).task()["completed"] is True
    assert client.delete(path).status == 204


def test_a_slash_that_was_joined_twice_is_one(client):
    task = client.post("//api/tasks", {"title": "Milk"}).task(201)
    assert client.get(f"//api//tasks/{task['id']}").task() == task


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html,application/xhtml+xml;q=0.9", "text/event-stream", ""])
def test_whatever_a_client_likes_best_it_gets_json(client, accept):
    task = client.create()
    assert client.get(f"/api/tasks/{task['id']}", headers={"Accept": accept}).task() == task
    client.get("/api/tasks/0", headers={"Accept": accept}).error(404, "NOT_FOUND")


# Browsers

def test_a_preflight_from_a_public_page_to_a_private_address_is_answered(anyone):
    answer = anyone.request(
        "OPTIONS", "/api/tasks/1/complete/", headers={
            "Origin": ORIGIN, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Private-Network": "true",
            "Access-Control-Request-Headers": "authorization,content-type", "Sec-Fetch-Mode": "cors", "Accept": "*/*",
        },
    )
    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == ORIGIN
    assert "patch" in answer.tokens("Access-Control-Allow-Methods")
    assert answer.header("Access-Control-Allow-Private-Network") is None


def test_a_page_without_an_origin_is_served_but_may_not_read(client):
    task = client.create()
    answer = client.get("/api/tasks", headers={"Origin": "null"})
    assert answer.tasks() == [task]
    assert answer.header("Access-Control-Allow-Origin") is None


def test_a_request_with_all_that_chrome_sends_is_answered(server):
    client = server.client(tokens.token(), origin=ORIGIN)
    headers = {
        "Accept": "*/*", "Accept-Language": "en-US,en;q=0.9", "Cache-Control": "no-cache", "Pragma": "no-cache",
        "Cookie": "better-auth.session_token=abc.def; theme=dark", "Referer": f"{ORIGIN}/tasks", "Sec-Fetch-Dest": "empty",
        "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-site", "sec-ch-ua": '"Chromium";v="131", "Not_A Brand";v="24"',
        "X-Requested-With": "XMLHttpRequest",
    }
    answer = client.post("/api/tasks", {"title": "Milk"}, headers=headers)
    assert answer.task(201)["title"] == "Milk"
    assert answer.header("Access-Control-Allow-Origin") == ORIGIN


# Connections

def test_one_connection_serves_request_after_request(server, client):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {"Authorization": f"Bearer {client.token}", **JSON, "Connection": "keep-alive"}
    seen = set()
    for number in range(5):
        connection.request("POST", "/api/tasks", json.dumps({"title": f"Task {number}"}), headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["title"]) == (201, f"Task {number}")
        seen.add(connection.sock.getsockname())
        # A refusal does not end it either.
        connection.request("POST", "/api/tasks", b"{", headers)
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Connection")) == (400, None)
        answer.read()
    connection.close()
    assert len(seen) == 1
    assert len(client.get("/api/tasks").tasks()) == 5


@pytest.mark.parametrize("keeps", [False, True])
def test_a_proxy_that_speaks_http_10_is_served(server, client, keeps):
    body = b'{"title":"Milk"}'
    head = (
        f"POST /api/tasks HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer {client.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    if keeps:
        head = head + "Connection: keep-alive\r\n"
        last = f"GET /api/tasks HTTP/1.0\r\nAuthorization: Bearer {client.token}\r\n\r\n".encode()
        created, listed = exchange(server.port, head.encode() + b"\r\n" + body + last)
        assert listed.tasks() == [created.task(201)]
    else:
        [created] = exchange(server.port, head.encode() + b"\r\n" + body)
        created.task(201)


def test_curl_waits_to_be_told_that_a_large_body_may_come(server, client):
    body = json.dumps({"title": "Milk", "description": "x" * 500_000}).encode()
    head = (
        f"POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n"
        f"Authorization: Bearer {client.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        "Expect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(head.encode())
        interim = connection.recv(1000)
        assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    [created] = parse_responses(received)
    assert len(created.task(201)["description"]) == 500_000


def test_a_stream_of_fetch_comes_in_chunks(server, client):
    pieces = [b'{"title":', b' "M\xc3', b'\xa4rz", "description": "', b"x" * 100_000, b'"}']
    head = (
        "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nUser-Agent: node\r\nAccept: */*\r\nSec-Fetch-Mode: cors\r\n"
        f"Authorization: Bearer {client.token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        "Connection: close\r\n\r\n"
    )
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    [created] = exchange(server.port, head.encode() + chunks)
    assert created.task(201)["title"] == "März"
