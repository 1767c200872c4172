"""HTTP as the wire has it: nothing is retried, followed, decompressed or decoded behind the tests' back."""
import http.client
import json
import re
import socket
from dataclasses import dataclass

from . import conformance

TASK_KEYS = {"id", "user_id", "title", "description", "completed", "created_at", "updated_at"}
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass
class Response:
    status: int
    headers: list
    body: bytes

    def header(self, name):
        """The one value of a header field, or `None`."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1, f"{name} came {len(values)} times"
        return values[0] if values else None

    def tokens(self, name):
        """The members of a comma-separated header field, in lower case; it may come more than once."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return {member.strip().lower() for value in values for member in value.split(",") if member.strip()}

    def json(self):
        media_type = (self.header("Content-Type") or "").split(";")[0].strip().lower()
        assert media_type == "application/json", f"Content-Type is {media_type!r}, body {self.body[:200]!r}"
        return json.loads(self.body.decode("utf-8"))

    def task(self, status=200):
        """The task that the body is, exactly: every key, every type, nothing else."""
        assert self.status == status, (self.status, self.body[:500])
        task = self.json()
        check_task(task)
        return task

    def tasks(self):
        assert self.status == 200, (self.status, self.body[:500])
        document = self.json()
        assert set(document) == {"tasks"}
        for task in document["tasks"]:
            check_task(task)
        return document["tasks"]

    def error(self, status, code, message=None, details=None):
        """Checks that this is the one error shape; `details` names the fields that must be in it, and no others."""
        assert self.status == status, (self.status, self.body[:500])
        document = self.json()
        assert set(document) == {"error"}
        error = document["error"]
        assert set(error) in ({"code", "message"}, {"code", "message", "details"})
        assert error["code"] == code
        assert isinstance(error["message"], str) and error["message"]
        if message is not None:
            assert error["message"] == message
        if "details" in error:
            assert isinstance(error["details"], dict) and error["details"]
            assert all(isinstance(text, str) and text for text in error["details"].values())
        if details is not None:
            assert set(error.get("details", {})) == set(details)
        return error


def check_task(task):
    assert set(task) == TASK_KEYS
    assert type(task["id"]) is int and task["id"] > 0
    assert type(task["user_id"]) is str and task["user_id"]
    assert type(task["title"]) is str and task["title"]
    assert task["description"] is None or type(task["description"]) is str
    assert type(task["completed"]) is bool
    for key in ("created_at", "updated_at"):
        assert TIMESTAMP.fullmatch(task[key]), f"{key} is {task[key]!r}"


class Client:
    """Speaks for one user; every request has a connection of its own."""

    def __init__(self, port, token=None, origin=None, timeout=30, is_documented=True):
        """`is_documented` says whether the port's answers are held against the API's document; the operators' has none."""
        self.port = port
        self.is_documented = is_documented
        self.token = token
        self.origin = origin
        self.timeout = timeout

    def request(self, method, path, json_body=None, body=None, headers=None, authorization=None):
        """`json_body` is sent as JSON and says so; `body` is sent as it is, and nothing is said of it."""
        fields = dict(headers or {})
        if json_body is not None:
            body = json.dumps(json_body).encode()
            fields.setdefault("Content-Type", "application/json")
        if authorization is None and self.token is not None:
            authorization = f"Bearer {self.token}"
        if authorization is not None:
            fields["Authorization"] = authorization
        if self.origin is not None:
            fields.setdefault("Origin", self.origin)
        return self.exchange(method, path, body, fields)

    def exchange(self, method, path, body, fields):
        """One request as it is, and its response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            response = Response(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()
        if self.is_documented:
            conformance.check(method, path, response)
        return response

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, json_body=None, **options):
        return self.request("POST", path, json_body, **options)

    def put(self, path, json_body=None, **options):
        return self.request("PUT", path, json_body, **options)

    def patch(self, path, json_body=None, **options):
        return self.request("PATCH", path, json_body, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def create(self, title="Water the plants", **fields):
        return self.post("/api/tasks", {"title": title, **fields}).task(201)


def exchange(port, data, timeout=10):
    """Sends bytes as they are and returns every response that comes before the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        received = b""
        try:
            connection.sendall(data)
            while chunk := connection.recv(65536):
                received += chunk
        except (ConnectionResetError, BrokenPipeError):
            pass
    responses = parse_responses(received)
    conformance.check_exchange(data, responses)
    return responses


def parse_responses(data):
    responses = []
    while data:
        head, separator, rest = data.partition(b"\r\n\r\n")
        assert separator, f"an unfinished response: {data[:200]!r}"
        lines = head.decode("latin-1").split("\r\n")
        headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]
        response = Response(int(lines[0].split(" ")[1]), headers, b"")
        length = int(response.header("Content-Length") or 0)
        response.body, data = rest[:length], rest[length:]
        assert len(response.body) == length
        responses.append(response)
    return responses
