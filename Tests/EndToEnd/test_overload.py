"""More than the database can do: an early refusal for what is too much, an answer in time for the rest, and no memory of it."""
import statistics
import threading
import time
from contextlib import contextmanager

import pytest

from support import tokens
from support.crowd import Crowd
from support.programs import MIB, Server, migrate
from support.waiting import eventually

CLIENTS = 1000
# The fewest connections: one of them writes.
POOL_SIZE = 3
# By when every request has been answered, whatever the database does.
DEADLINE = 15


@pytest.fixture
def slow_database(fresh_database):
    """Every new task takes as long as `slowness` says: 10 ms at first, so about 100 tasks a second."""
    migrate(fresh_database)
    fresh_database.query(
        """
        create table slowness (seconds float8);
        insert into slowness values (0.01);
        create function be_slow() returns trigger language plpgsql security definer as $$
            begin perform pg_sleep(seconds) from slowness; return new; end $$;
        create trigger be_slow before insert on tasks for each row execute function be_slow();
        """
    )
    return fresh_database


@pytest.fixture
def overloaded(slow_database):
    with Server(slow_database.url, DATABASE_POOL_SIZE=POOL_SIZE) as server:
        yield server.wait_until_ready()


@contextmanager
def health_watched(server):
    """Asks for /health all the while; yields the seconds that each answer took."""
    over = threading.Event()
    seconds = []
    problems = []

    def run():
        client = server.client()
        while not over.is_set():
            began = time.monotonic()
            try:
                status = client.get("/health").status
            except OSError as problem:
                status = problem
            if status != 200:
                problems.append(status)
            seconds.append(time.monotonic() - began)
            over.wait(0.02)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield seconds
    finally:
        over.set()
        thread.join()
    assert problems == []


def creations(count, prefix="Task"):
    return [("POST", "/api/tasks", {"title": f"{prefix} {number}"}) for number in range(count)]


def titles(database):
    return sorted(title for (title,) in database.query("select title from tasks"))


def test_too_many_writes_are_refused_early_and_the_rest_is_served_in_time(overloaded, slow_database):
    token = tokens.token()
    memory = overloaded.vitals().memory
    with health_watched(overloaded) as health, Crowd(overloaded.port, token, creations(CLIENTS)) as crowd:
        # Other kinds of requests do not wait behind writes.
        reader = overloaded.client(token)
        for _ in range(20):
            reader.get("/api/tasks/1")
            assert reader.get("/api/tasks?completed=true").tasks() == []
        assert reader.get("/health/ready").status == 200
        answers = crowd.wait()
    growth = overloaded.vitals().memory - memory

    made = [answer for answer in answers if answer.response.status == 201]
    refused = [answer for answer in answers if answer.response.status != 201]
    for answer in refused:
        answer.response.error(503, "SERVICE_UNAVAILABLE")
        assert int(answer.response.header("Retry-After")) >= 1
    assert titles(slow_database) == sorted(answer.response.task(201)["title"] for answer in made)
    # Some wait, the queue is bounded, and what it does not hold is told so long before those who wait are served.
    assert len(made) >= 100 and len(refused) >= 100
    print(
        f"\n{len(made)} made within {max(answer.seconds for answer in made):.1f} s, {len(refused)} refused, "
        f"at the median after {statistics.median(answer.seconds for answer in refused):.2f} s, "
        f"at the latest after {max(answer.seconds for answer in refused):.2f} s; memory +{growth / MIB:.1f} MiB; "
        f"/health: median {statistics.median(health) * 1000:.1f} ms, at most {max(health) * 1000:.0f} ms, {len(health)} times"
    )
    assert max(answer.seconds for answer in answers) < DEADLINE
    assert max(answer.seconds for answer in refused) < max(answer.seconds for answer in made) / 2
    assert growth < 32 * MIB
    assert statistics.median(health) < statistics.median(answer.seconds for answer in made) / 10


def test_it_is_over_as_soon_as_the_database_is_quick_again(overloaded, slow_database):
    slow_database.query("update slowness set seconds = 0.1")
    client = overloaded.client(tokens.token())
    with Crowd(overloaded.port, client.token, creations(CLIENTS)) as crowd:
        # The queue is full, with most of a minute's work.
        eventually(lambda: any(answer and answer.response.status == 503 for answer in crowd.answers), what="a full queue")
        slow_database.query("update slowness set seconds = 0")
        began = time.monotonic()
        eventually(lambda: client.post("/api/tasks", {"title": "First"}).status == 201, what="room in the queue")
        seconds = time.monotonic() - began
        answers = crowd.wait()
    print(f"\nserved {seconds:.2f} s after the end of the slowness; the last of all after {max(a.seconds for a in answers):.1f} s")
    assert seconds < DEADLINE / 3
    assert {answer.response.status for answer in answers} == {201, 503}
    client.create()


def is_taken_up(server, crowd):
    """Whether the server has accepted everybody, and keeps the connections of those who have no answer yet, and no others."""
    return crowd.sent == len(crowd.answers) and server.accepted() == crowd.waiting


def test_what_clients_gave_up_by_a_reset_is_not_done(overloaded, slow_database):
    check_given_up(overloaded, slow_database, resets=True)


def test_what_clients_gave_up_in_good_order_is_not_done(overloaded, slow_database):
    check_given_up(overloaded, slow_database, resets=False)


def check_given_up(overloaded, slow_database, resets):
    client = overloaded.client(tokens.token())
    client.create("Before")
    with slow_database.connect() as holder:
        holder.execute("begin")
        holder.execute("lock table tasks in share row exclusive mode")
        with Crowd(overloaded.port, tokens.token(), creations(CLIENTS, "Abandoned"), resets) as crowd:
            refused_some = lambda: crowd.waiting < CLIENTS and is_taken_up(overloaded, crowd)  # noqa: E731
            eventually(refused_some, what="a full queue")
            waited = crowd.waiting
            client.post("/api/tasks", {"title": "Too much"}).error(503, "SERVICE_UNAVAILABLE")
        eventually(lambda: overloaded.accepted() == 0, within=5, what="the end of their connections")
        # There is room at once, though nothing has been written since.
        with Crowd(overloaded.port, client.token, creations(50, "After")) as patient:
            eventually(lambda: is_taken_up(overloaded, patient), within=5, what="50 clients that wait")
            assert patient.waiting == 50
            holder.execute("commit")
            answers = patient.wait()
    assert [answer.response.status for answer in answers] == [201] * 50
    stored = titles(slow_database)
    abandoned = sum(title.startswith("Abandoned") for title in stored)
    print(f"\n{waited} waited when they gave up, {abandoned} of their tasks were made all the same")
    # The one that was on its way already may be done.
    assert waited > 100 and abandoned <= 1
    assert sum(title.startswith("After") for title in stored) == 50
