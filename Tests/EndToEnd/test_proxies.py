"""Behind nginx, with the example in `Deploy/`, the interface is the same."""
import socket
import ssl

import pytest

from support import tokens
from support.client import Client
from support.nginx import FRONTEND
from support.programs import MIB
from support.waiting import eventually


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
    answer = Client(nginx.plain_port, is_documented=False).get("/docs")
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
        "insert into tasks (user_id, title) select %s, repeat('x', 200) from generate_series(1, 100000)", [owner]
    )
    token = tokens.token(owner)
    before = nginx.memory(), server.vitals().memory
    with nginx.connect() as reader:
        reader.sendall(f"GET /api/tasks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                       "Connection: close\r\n\r\n".encode())
        received = bytearray(reader.recv(65536))
        # Somebody else reads all of it meanwhile, and nothing of the first one's piles up.
        whole = server.client(token).get("/api/tasks").body
        growth = nginx.memory() - before[0], server.vitals().memory - before[1]
        while chunk := reader.recv(1 << 20):
            received += chunk
    print(f"\n{len(whole) / MIB:.0f} MiB; nginx grew by {growth[0] / MIB:.1f} MiB, the server by {growth[1] / MIB:.1f} MiB")
    assert len(whole) > 30 * MIB > 15 * MIB > max(growth)
    assert "temporary file" not in nginx.warnings()
    assert unchunked(received) == whole


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
