"""Requests under a key while somebody has the task's row locked: none waits for what it need not."""
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens
from support.programs import Server
from support.waiting import eventually

# Longer than a statement waits for a lock beside others.
WAITING = (
    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%todo_idempotency_keys%' "
    "and query_start < clock_timestamp() - interval '100 ms'"
)


@pytest.fixture(params=["the same server", "another server"])
def second(request, server, database):
    """What repetitions are sent to."""
    if request.param == "the same server":
        yield server
    else:
        with Server(database.url) as another:
            yield another.wait_until_ready()


def test_while_the_first_is_under_way_repetitions_are_told_to_wait(server, second, database):
    user = tokens.user()
    client, other = (each.client(tokens.token(user)) for each in (server, second))
    path = client.post("/api/tasks", {"title": "x"}).header("Location")
    former, first = ({"Idempotency-Key": uuid.uuid4().hex} for _ in range(2))
    before = client.patch(path, {"title": "former"}, headers=former).task()
    with database.connect() as session, ThreadPoolExecutor(1) as pool:
        session.execute("begin")
        session.execute("select 1 from tasks where id = %s for update", [before["id"]])
        waiting = pool.submit(client.patch, path, {"title": "y"}, headers=first)
        eventually(lambda: database.query(WAITING), what="the first request's wait")
        for _ in range(10):
            response = other.patch(path, {"title": "y"}, headers=first)
            response.error(409, "CONFLICT")
            assert int(response.header("Retry-After")) > 0
            other.patch(path, {"title": "another"}, headers=first).error(409, "CONFLICT")
            # What was done long ago is answered whoever has the row.
            replayed = other.patch(path, {"title": "former"}, headers=former)
            assert replayed.task() == before
            assert replayed.header("Idempotency-Replayed") == "true"
            other.patch(path, {"title": "another"}, headers=former).error(422, "IDEMPOTENCY_KEY_REUSED")
        assert not waiting.done()
        session.execute("rollback")
        assert waiting.result().task()["title"] == "y"
    replayed = other.patch(path, {"title": "y"}, headers=first)
    assert replayed.header("Idempotency-Replayed") == "true"
    assert other.get(path).header("ETag").endswith('-3"')
