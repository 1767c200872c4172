"""Long lists: whole and in order however they are read, and a burden to nobody else."""
import http.client
import json
import statistics
import time

import pytest

from support import tokens
from support.programs import MIB, Server, migrate
from support.slow_readers import SlowReaders
from support.waiting import eventually

COUNT = 100_000
READERS = 50
POOL_SIZE = 6
OWNER = "owner of many"


@pytest.fixture(scope="module")
def database_of_many(cluster):
    database = cluster.create_database("streams")
    migrate(database)
    # Every two share a time, so that the order needs the id as well.
    database.query(
        "insert into tasks (user_id, title, description, created_at, updated_at) "
        "select %s, 'Task ' || g, 'Remember \"' || g || '\" 😀', t, t from generate_series(1, %s) as g, "
        "lateral (select timestamptz '2026-01-01' + g / 2 * interval '1 second' as t) as times",
        [OWNER, COUNT],
    )
    database.query("vacuum analyze tasks")
    return database


@pytest.fixture
def many(database_of_many):
    """A server with the database's tasks and nobody's connections yet."""
    with Server(database_of_many.url, DATABASE_POOL_SIZE=POOL_SIZE) as server:
        yield server.wait_until_ready()


def ids_in_order(database):
    rows = database.query("select id from tasks where user_id = %s order by created_at desc, id desc", [OWNER])
    return [task_id for (task_id,) in rows]


def test_a_list_of_100_000_comes_whole_and_in_order_in_bounded_memory(many, database_of_many):
    client = many.client(tokens.token(OWNER))
    before = many.vitals().memory
    response = client.get("/api/tasks")
    growth = many.vitals().memory - before
    print(f"\n{len(response.body) / MIB:.0f} MiB read, memory grew by {growth / MIB:.1f} MiB")
    assert [task["id"] for task in response.tasks()] == ids_in_order(database_of_many)
    assert growth < 16 * MIB < len(response.body)


def test_memory_does_not_grow_with_the_length_of_texts(fresh_database):
    migrate(fresh_database)
    fresh_database.query(
        "insert into tasks (user_id, title, description) "
        "select %s, 'Task ' || g, repeat('x', 65536) from generate_series(1, 2000) as g",
        [OWNER],
    )
    with Server(fresh_database.url, DATABASE_POOL_SIZE=POOL_SIZE) as server:
        server.wait_until_ready()
        client = server.client(tokens.token(OWNER))
        before = server.come_to_rest()
        assert len(client.get("/api/tasks").tasks()) == 2000
        growth = server.peak_memory() - before
        print(f"\nmemory grew by {growth / MIB:.1f} MiB at its most")
        assert growth < 32 * MIB


def test_changes_while_a_list_is_read_do_not_break_it(many, database_of_many):
    client = many.client(tokens.token(OWNER))
    expected = ids_in_order(database_of_many)
    connection = http.client.HTTPConnection("127.0.0.1", many.port, timeout=30)
    connection.request("GET", "/api/tasks", headers={"Authorization": f"Bearer {client.token}"})
    answer = connection.getresponse()
    body = answer.read(100_000)
    made = [client.create(f"Made meanwhile {number}")["id"] for number in range(30)]
    # Some that have been sent already, and some that come last.
    deleted = expected[:30] + expected[COUNT // 2:COUNT // 2 + 30] + expected[-30:]
    for task_id in deleted:
        assert client.delete(f"/api/tasks/{task_id}").status == 204
    body += answer.read()
    connection.close()
    found = [task["id"] for task in json.loads(body)["tasks"]]
    stayed = set(expected) - set(deleted)
    assert [task_id for task_id in found if task_id in stayed] == [task_id for task_id in expected if task_id in stayed]
    assert len(found) == len(set(found))
    assert set(found) <= set(expected) | set(made)
    assert set(made) <= {task["id"] for task in client.get("/api/tasks").tasks()}
    assert not set(deleted) & {task["id"] for task in client.get("/api/tasks").tasks()}


class Bystander:
    """A user with a few tasks who has nothing to do with all this."""

    def __init__(self, server):
        self.client = server.client(tokens.token())
        self.tasks = [self.client.create(f"Task {number}") for number in range(5)]

    def median(self):
        """Of the seconds that a task takes to be read, and every request is answered right."""
        seconds = []
        for number in range(300):
            task = self.tasks[number % 5]
            began = time.monotonic()
            response = self.client.get(f"/api/tasks/{task['id']}")
            seconds.append(time.monotonic() - began)
            assert response.task() == task
        assert self.client.get("/api/tasks").tasks() == self.tasks[::-1]
        return statistics.median(seconds)


def test_slow_readers_burden_nobody(many, database_of_many):
    bystander = Bystander(many)
    quiet = bystander.median()
    memory, files = many.vitals().memory, many.vitals().descriptors
    peak = memory
    with SlowReaders(many.port, "/api/tasks", tokens.token(OWNER), READERS) as readers:
        for bytes_each, leaving in ((4 * 1024, 15), (16 * 1024, 10), (24 * 1024, 0)):
            eventually(lambda: readers.all_have(bytes_each), within=40, what="the next kilobytes of every reader")
            busy = bystander.median()
            check_no_session_is_held(database_of_many)
            peak = max(peak, many.vitals().memory)
            print(
                f"\n{readers.present} readers with {bytes_each // 1024} KiB each: memory +{(peak - memory) / MIB:.1f} MiB, "
                f"a task takes {busy * 1000:.2f} ms, before {quiet * 1000:.2f} ms"
            )
            assert peak - memory < 32 * MIB
            assert busy < 10 * quiet
            readers.leave(leaving)
        assert readers.ended == 0
        check_streams_are_right(readers, database_of_many)
    eventually(lambda: many.vitals().descriptors <= files, what="the end of the readers' connections")
    print(f"afterwards: memory +{(many.vitals().memory - memory) / MIB:.1f} MiB")
    assert many.vitals().memory - memory < 32 * MIB
    assert bystander.median() < 10 * quiet


def test_a_reader_who_is_slow_and_steady_is_not_taken_for_one_who_has_stopped(many, database_of_many):
    """However much the kernels would buffer: an answer ends after 30 seconds without progress, and this is progress."""
    connection = http.client.HTTPConnection("127.0.0.1", many.port, timeout=30)
    connection.request("GET", "/api/tasks", headers={"Authorization": f"Bearer {tokens.token(OWNER)}"})
    response = connection.getresponse()
    body = bytearray()
    until = time.monotonic() + 45
    while time.monotonic() < until:
        body += response.read(5 * 1024)
        time.sleep(0.25)
    assert len(body) < MIB
    body += response.read()
    connection.close()
    assert [task["id"] for task in json.loads(body)["tasks"]] == ids_in_order(database_of_many)


def check_no_session_is_held(database):
    """No statement and no transaction stays open while readers take their time."""
    statement = (
        "select state, count(*) from pg_stat_activity "
        "where datname = current_database() and application_name = 'todo' group by 1"
    )

    def settled():
        states = dict(database.query(statement))
        assert sum(states.values()) <= POOL_SIZE
        return set(states) == {"idle"}

    eventually(settled, what="sessions that are all idle")


def check_streams_are_right(readers, database):
    """What has been read so far begins as it should and names the first tasks in order."""
    newest = ids_in_order(database)[:20]
    for received in readers.received.values():
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        assert body.count(b'"id":') == 0 or first_ids(body, 5) == newest[:5]


def first_ids(body, count):
    return [int(part.split(b",")[0]) for part in body.split(b'"id":')[1:count + 1]]
