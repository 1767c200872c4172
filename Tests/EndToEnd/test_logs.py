"""What the server writes down: never a token, a title, a statement's values or a password."""
import json
import os
import threading

import pytest
from prometheus_client.parser import text_string_to_metric_families

from support import tokens
from support.postgres import PASSWORD
from support.programs import SECRET, Server, migrate
from support.waiting import free_port


def test_logs_hold_no_secrets_at_any_level(database):
    token, wrong = tokens.token(), tokens.token(secret="another-Secret-0f-Forty-bytes-or-so-zyx")
    with Server(database.url, LOG_LEVEL="trace", LOG_FORMAT="json") as server:
        server.wait_until_ready()
        client = server.client(token)
        task = client.create("never-log-this-title", description="never-log-this-text")
        client.put(f"/api/tasks/{task['id']}", {"title": "never-log-this-title", "completed": True}).task()
        client.post("/api/tasks", {"title": "never-log-this-title", "description": 5}).error(422, "VALIDATION_ERROR")
        client.post("/api/tasks", body=b'{"title":"never-log-this-title"').error(400, "BAD_REQUEST")
        server.client(wrong).get("/api/tasks").error(401, "UNAUTHORIZED")
        assert server.stop() == 0
        output = server.output()
    assert output
    for hidden in (token, wrong, token.split(".")[1], token.split(".")[2], "never-log-this", PASSWORD, SECRET):
        assert hidden not in output
    for line in output.splitlines():
        assert isinstance(json.loads(line), dict), line


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_reader_that_stalls_holds_up_no_request(database, format):
    with LogReader() as reader:
        settings = {"LOG_LEVEL": "debug", "LOG_FORMAT": format, "ADMIN_PORT": free_port()}
        with Server(database.url, log=reader.descriptor, **settings) as server:
            client = server.wait_until_ready().client(tokens.token())
            # Each is a line of more than 100 bytes: more than the pipe (64 KiB) and what may wait (1 MiB) take.
            while not dropped_lines(server):
                for _ in range(1000):
                    assert client.get("/health").status == 200
            client.create()
            reader.start()
            assert server.stop() == 0
    lines = reader.lines()
    assert any("Stopped" in line for line in lines)
    assert sum("Lines of the log were dropped" in line for line in lines) >= 1


def test_a_reader_that_goes_away_does_not_end_the_server(database):
    with LogReader() as reader:
        with Server(database.url, log=reader.descriptor, LOG_LEVEL="debug") as server:
            client = server.wait_until_ready().client(tokens.token())
            reader.close()
            client.create()
            assert server.stop() == 0


def dropped_lines(server):
    return sum(
        sample.value
        for family in text_string_to_metric_families(server.operators().get("/metrics").body.decode())
        for sample in family.samples
        if sample.name == "todo_log_dropped_lines_total"
    )


class LogReader:
    """A pipe that is read only once it is started; a context manager."""

    def __init__(self):
        self.output, self.descriptor = os.pipe()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.text = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
        if self.thread.is_alive():
            self.thread.join(10)
        self.close()

    def start(self):
        self.thread.start()

    def close(self):
        if self.output is not None:
            os.close(self.output)
            self.output = None

    def lines(self):
        return self.text.decode().splitlines()

    def _read(self):
        while data := os.read(self.output, 65536):
            self.text += data


def test_notices_of_postgresql_are_not_written_amid_the_log(fresh_database):
    """PostgreSQL warns at every connection of a collation that is not what it was, as after an update of the system."""
    migrate(fresh_database)
    fresh_database.query("update pg_database set datcollversion = '1.0' where datname = current_database()")
    with Server(fresh_database.url, LOG_FORMAT="json") as server:
        server.wait_until_ready()
        assert server.client(tokens.token()).create()
        assert server.stop() == 0
        lines = server.output().splitlines()
    assert len(lines) > 1
    for line in lines:
        json.loads(line)
