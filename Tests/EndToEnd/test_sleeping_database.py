"""A database that sleeps when nobody needs it, as Neon's does: whoever comes first waits, and is then served."""
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens
from support.gate import Gate
from support.programs import Server, migrate
from support.waiting import eventually

# How long a database takes to wake up at its worst, and by when the server has answered in any case. What is between the two
# is the server's own time.
WAKES_AFTER = 12
DEADLINE = 15


@pytest.fixture
def gate(cluster):
    with Gate(cluster.port, WAKES_AFTER) as gate:
        yield gate


def every_kind(client, task_id):
    """Requests of every kind, as (method, path, body, status)."""
    return [
        ("GET", f"/api/tasks/{task_id}", None, 200),
        ("GET", "/api/tasks", None, 200),
        *[("POST", "/api/tasks", {"title": "Made while it woke up"}, 201)] * 5,
        ("PUT", f"/api/tasks/{task_id}", {"title": "Changed while it woke up", "completed": True}, 200),
        ("GET", "/health/ready", None, 200),
    ]


def check_served_when_it_wakes(gate, client, task_id):
    """Asks everything at once; all of it is answered once the database is awake, and none of it before."""
    def ask(request):
        method, path, body, status = request
        began = time.monotonic()
        response = client.request(method, path, body)
        return f"{method} {path}", response.status, status, gate.is_awake, time.monotonic() - began

    requests = every_kind(client, task_id)
    with ThreadPoolExecutor(len(requests)) as pool:
        running = [pool.submit(ask, request) for request in requests]
        eventually(lambda: gate.held > 0, what="a connection to the sleeping database")
        assert client.get("/health").status == 200
        answers = [request.result(30) for request in running]
    for request, status, _, _, seconds in answers:
        print(f"{request}: {status} after {seconds:.1f} s")
    for request, status, expected, awake, seconds in answers:
        assert (status, awake) == (expected, True), f"{request} after {seconds:.1f} s"
        assert seconds < DEADLINE, request
    titles = sorted(task["title"] for task in client.get("/api/tasks").tasks())
    assert titles == ["Changed while it woke up", *["Made while it woke up"] * 5]


def test_a_database_that_sleeps_at_the_start_is_waited_for(gate, fresh_database):
    migrate(fresh_database)
    [(task_id,)] = fresh_database.query("insert into tasks (user_id, title) values ('early', 'Task') returning id")
    with Server(gate.url(fresh_database)) as server:
        server.wait_until_listening()
        check_served_when_it_wakes(gate, server.client(tokens.token("early")), task_id)
        assert server.stop() == 0


def test_a_database_that_falls_asleep_in_between_is_waited_for(gate, fresh_database):
    migrate(fresh_database)
    with Server(gate.url(fresh_database)) as server:
        server.wait_until_ready(within=30)
        client = server.client(tokens.token())
        task_id = client.create()["id"]
        assert client.get("/api/tasks").status == client.get(f"/api/tasks/{task_id}").status == 200
        gate.fall_asleep()
        eventually(lambda: sessions(fresh_database) == 0, what="the end of every session")
        check_served_when_it_wakes(gate, client, task_id)


def sessions(database):
    return database.query(
        "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'todo'"
    )[0][0]
