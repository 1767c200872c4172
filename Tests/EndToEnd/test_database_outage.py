"""The database goes away and comes back: honest answers meanwhile, no help needed afterwards, nothing lost or doubled."""
import threading
import time

import pytest

from support import tokens
from support.postgres import Cluster
from support.programs import Server, migrate
from support.waiting import eventually

# No answer may take longer, whatever the database does.
DEADLINE = 12


@pytest.fixture
def own_cluster():
    cluster = Cluster.create()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


def check_refusal(response):
    response.error(503, "SERVICE_UNAVAILABLE")
    assert int(response.header("Retry-After")) >= 0


class Writer(threading.Thread):
    """Creates tasks one after another and keeps every answer, as (title, status, seconds)."""

    def __init__(self, client, name, stop):
        super().__init__(daemon=True)
        self.client = client
        self.name = name
        self.stop = stop
        self.acknowledged = []
        self.refused = 0
        self.reads = 0
        self.problem = None

    def run(self):
        try:
            number = 0
            while not self.stop.is_set():
                number += 1
                self.step(f"{self.name} {number}")
        except BaseException as problem:  # noqa: BLE001 - reported by the test
            self.problem = problem

    def step(self, title):
        began = time.monotonic()
        response = self.client.post("/api/tasks", {"title": title})
        assert time.monotonic() - began < DEADLINE, "an answer came too late"
        if response.status == 201:
            self.acknowledged.append((response.task(201)["id"], title))
            response = self.client.get("/api/tasks?completed=true")
            if response.status == 200:
                self.reads += 1
                return
        check_refusal(response)
        self.refused += 1


def test_a_restart_under_load_loses_and_doubles_nothing(own_cluster):
    database = own_cluster.create_database("todo")
    migrate(database)
    with Server(database.url) as server:
        server.wait_until_ready()
        stop = threading.Event()
        writers = [
            Writer(server.client(tokens.token(), timeout=DEADLINE + 5), f"Writer {number}", stop) for number in range(6)
        ]
        for writer in writers:
            writer.start()

        def progress(count, attribute="acknowledged"):
            start = [len(writer.acknowledged) if attribute == "acknowledged" else writer.refused for writer in writers]

            def reached():
                for writer in writers:
                    if writer.problem:
                        raise writer.problem
                now = [len(writer.acknowledged) if attribute == "acknowledged" else writer.refused for writer in writers]
                return sum(now) - sum(start) >= count

            eventually(reached, within=40, what=f"{count} more {attribute}")

        try:
            for _ in range(2):
                progress(60)
                own_cluster.stop()
                progress(6, "refused")
                # Health never asks the database.
                assert server.client().get("/health").status == 200
                assert server.client().get("/health/ready").status == 503
                own_cluster.start()
                progress(60)
        finally:
            stop.set()
            for writer in writers:
                writer.join(DEADLINE + 10)
        assert not any(writer.is_alive() for writer in writers)
        for writer in writers:
            if writer.problem:
                raise writer.problem
        server.wait_until_ready()

        stored = {title: task_id for task_id, title in database.query("select id, title from tasks")}
        [(count,)] = database.query("select count(*) from tasks")
        assert count == len(stored), "a task was made twice"
        lost = [title for writer in writers for task_id, title in writer.acknowledged if stored.get(title) != task_id]
        assert lost == []


def test_the_server_starts_while_the_database_is_away(own_cluster):
    database = own_cluster.create_database("todo")
    migrate(database)
    own_cluster.stop()
    with Server(database.url) as server:
        server.wait_until_listening()
        anyone, client = server.client(), server.client(tokens.token())
        for _ in range(3):
            assert anyone.get("/health").status == 200
            response = anyone.get("/health/ready")
            assert (response.status, response.json()) == (503, {"status": "unavailable"})
            check_refusal(client.get("/api/tasks"))
            check_refusal(client.post("/api/tasks", {"title": "Task"}))
            # What needs no database is judged all the same.
            anyone.get("/api/tasks").error(401, "UNAUTHORIZED")
            client.post("/api/tasks", {}).error(422, "VALIDATION_ERROR")
        own_cluster.start()
        server.wait_until_ready(within=20)
        assert client.get("/api/tasks").tasks() == []
        assert server.stop() == 0


def test_the_server_is_not_ready_on_a_schema_that_is_not_there(fresh_database):
    with Server(fresh_database.url) as server:
        server.wait_until_listening()
        # The first answer may come before the database has been asked; no answer may be "ready".
        for _ in range(20):
            response = server.client().get("/health/ready")
            assert (response.status, response.json()) == (503, {"status": "unavailable"})
        assert server.client().get("/health").status == 200
        migrate(fresh_database)
        server.wait_until_ready(within=20)
        server.client(tokens.token()).create()


def test_a_server_without_a_database_ends_on_sigterm(own_cluster):
    database = own_cluster.create_database("todo")
    own_cluster.stop()
    with Server(database.url) as server:
        server.wait_until_listening()
        assert server.stop(within=10) == 0


def test_ended_sessions_are_replaced(own_cluster):
    """An administrator ends every connection; clients see success or an honest 503, and soon success alone."""
    database = own_cluster.create_database("todo")
    migrate(database)
    with Server(database.url) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        client.create()
        ended = database.query(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = 'todo' and pid <> pg_backend_pid()"
        )
        assert ended[0][0] > 0

        def recovered():
            response = client.get("/api/tasks")
            if response.status == 200:
                return len(response.tasks()) == 1
            check_refusal(response)
            return False

        eventually(recovered, what="a list after the sessions were ended")


def test_the_unix_socket_serves_as_well(database):
    with Server(database.socket_url) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        task = client.create()
        assert client.get("/api/tasks").tasks() == [task]
