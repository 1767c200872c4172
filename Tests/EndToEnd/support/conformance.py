"""Holds every answer that a test sees against the document that the server gives of itself, and says where they differ."""
import copy
import json
import re
import threading
from collections import Counter

import jsonschema_rs

# What frames a message is HTTP's business, not the document's.
FRAMING = {"connection", "content-length", "content-type", "date", "transfer-encoding"}

UNRESERVED = re.compile("%(2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", re.IGNORECASE)


class Document:
    """An OpenAPI document, its schemas compiled at their first use."""

    def __init__(self, document):
        self.paths = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path, item) for path, item in document["paths"].items()
        ]
        # What a client may ignore is still a mistake here, unless the document says it.
        self.components = closed(document["components"])
        self.messages = {
            (example["value"]["error"]["code"], spelled(example["value"]["error"]["message"]))
            for response in self.components["responses"].values()
            for content in response.get("content", {}).values()
            for example in content["examples"].values()
        }
        self.documented = sum(len(operation["responses"]) for _, _, item in self.paths for operation in item.values())
        self.seen = Counter()
        self._validators = {}
        self._lock = threading.Lock()

    def check(self, method, target, response):
        """Checks the final answer to a request; `method` is `None` where no request could be read."""
        name, documented = self.find(method, target, response)
        self._check_headers(documented, response)
        self._check_body(name, documented, response, is_head=method == "HEAD")
        with self._lock:
            self.seen[name] += 1

    def find(self, method, target, response):
        """What the answer is called, and what the document says of it."""
        status = str(response.status)
        shared = self.components["responses"]
        if method is None:
            [name] = [name for name in shared if self._is(shared[name], response)] or [None]
            assert name, f"no response of the document is a {status} like {response.body[:200]!r}"
            return name, shared[name]
        if method == "OPTIONS" and response.header("Access-Control-Allow-Methods"):
            name = "Preflight"
        elif (item := self._item(target)) is None:
            name = "ResourceNotFound" if status == "404" else None
        elif operation := item.get("get" if method == "HEAD" else method.lower()):
            documented = operation["responses"].get(status)
            assert documented is not None, f"{operation['operationId']} has no {status}: {response.body[:200]!r}"
            return f"{operation['operationId']} {status}", self._resolve(documented)
        else:
            name = "Options" if method == "OPTIONS" else "MethodNotAllowed"
        if name is None or response.status not in (204, 404, 405):
            # It was refused before anybody looked at its path.
            return self.find(None, None, response)
        return name, shared[name]

    def _is(self, documented, response):
        """Whether an answer is this error."""
        content = documented.get("content", {}).get("application/json")
        if content is None or response.status < 400:
            return False
        values = [example["value"]["error"] for example in content["examples"].values()]
        error = response.json()["error"]
        return (error["code"], spelled(error["message"])) in {
            (value["code"], spelled(value["message"])) for value in values
        }

    def _item(self, target):
        path = re.sub("^[a-z]+://[^/]*", "", target.split("?")[0].split("#")[0])
        path = UNRESERVED.sub(lambda match: chr(int(match[1], 16)), path)
        path = "/" + "/".join(part for part in path.split("/") if part)
        return next((item for pattern, _, item in self.paths if pattern.fullmatch(path)), None)

    def _resolve(self, node):
        if "$ref" not in node:
            return node
        _, kind, name = node["$ref"].removeprefix("#/").split("/")
        return self.components[kind][name]

    def _check_headers(self, documented, response):
        headers = {name.lower(): self._resolve(header) for name, header in documented["headers"].items()}
        came = Counter(name.lower() for name, _ in response.headers)
        missing = {name for name, header in headers.items() if header["required"]} - came.keys()
        assert not missing, f"a {response.status} came without {missing}"
        undocumented = came.keys() - headers.keys() - FRAMING
        assert not undocumented, f"a {response.status} came with {undocumented}"
        for name in came.keys() & headers.keys():
            value, schema = response.header(name), headers[name]["schema"]
            self._validate(name, schema, int(value) if schema["type"] == "integer" else value)

    def _check_body(self, name, documented, response, is_head):
        media_type = (response.header("Content-Type") or "").split(";")[0].strip().lower() or None
        contents = documented.get("content")
        if contents is None:
            assert (media_type, response.body) == (None, b""), f"{name} has a body: {media_type} {response.body[:200]!r}"
            return
        assert media_type in contents, f"{name} has the Content-Type {media_type}"
        if is_head:
            assert response.body == b""
        elif media_type == "application/json":
            body = json.loads(response.body.decode("utf-8"))
            self._validate(f"{name} body", contents[media_type]["schema"], body)
            if "error" in body:
                error = (body["error"]["code"], spelled(body["error"]["message"]))
                assert error in self.messages, f"the document lacks {error}"

    def _validate(self, name, schema, value):
        """`name` stands for one schema."""
        validator = self._validators.get(name)
        if validator is None:
            validator = jsonschema_rs.Draft202012Validator(
                {**schema, "components": {"schemas": self.components["schemas"]}}, validate_formats=True
            )
            self._validators[name] = validator
        if not validator.is_valid(value):
            failure = next(validator.iter_errors(value))
            raise AssertionError(f"{name}: {failure.message} at {list(failure.instance_path)}")


def closed(node):
    """A copy of schemas whose objects have no property but those that are named."""
    if isinstance(node, list):
        return [closed(member) for member in node]
    if not isinstance(node, dict):
        return copy.copy(node)
    copied = {key: closed(value) for key, value in node.items()}
    if node.get("type") == "object" and "properties" in node:
        copied["additionalProperties"] = False
    return copied


def spelled(message):
    """A message without its numbers, which depend on the settings."""
    return re.sub(r"\d+", "N", message)


# The document of the server under test, from the first test on; programs that are no tests have none.
document = None


def check(method, target, response):
    """Checks the answer to a request, unless it is an interim one."""
    if document and response.status >= 200:
        document.check(method, target, response)


def check_exchange(data, responses):
    """Checks what came for bytes that should be requests; where not each of them was answered, they were not all read."""
    requests = re.findall(rb"([A-Z]+) (\S+) HTTP/1\.[01]\r$", data, re.MULTILINE)
    answers = [response for response in responses if response.status >= 200]
    if len(requests) == len(answers):
        read = [(method.decode(), target.decode("latin-1")) for method, target in requests]
    else:
        read = [(None, None)] * len(answers)
    for (method, target), response in zip(read, answers):
        check(method, target, response)


def summary():
    """What was checked, for the end of a run."""
    count = sum(document.seen.values())
    statuses = sum(" " in name for name in document.seen)
    return f"{count} responses checked against the document; {statuses} of its {document.documented} statuses were seen"
