"""What a network may do between the server and its database: nothing acknowledged is lost, nobody waits without end."""
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens
from support.behaviours import (
    Corrupt, DamageNumber, DamageOneGreeting, DamageRows, Delay, FallSilent, Forward, Hold, LoseOneAnswer, Refuse, ResetInAnswer,
    Swallow,
)
from support.load import LONGEST
from support.programs import Server, migrate
from support.proxy import Proxy
from support.trial import Trial
from support.waiting import eventually
from support.worker import UNKNOWN


def test_connections_are_refused(rough_database):
    with Trial("connection refused", rough_database) as trial:
        trial.proxy.behave(Refuse())
        trial.endure(4)
        assert trial.load.kinds["503 refused"] > 0
        trial.proxy.behave(Forward())
        trial.recovered()


def test_a_black_hole_that_delivers_later(rough_database):
    with Trial("black hole, delivered later", rough_database) as trial:
        trial.proxy.behave(Hold())
        trial.endure(4)
        trial.proxy.behave(Forward())
        trial.recovered()


def test_a_black_hole_that_keeps_what_fell_into_it(rough_database):
    """The old connections stay silent for ever, as after a router or a machine was replaced."""
    with Trial("black hole, nothing delivered", rough_database) as trial:
        trial.proxy.behave(Swallow())
        trial.endure(4)
        trial.proxy.behave(Forward())
        trial.recovered()


def test_connections_fall_silent_before_they_serve(rough_database):
    with Trial("silent once connected", rough_database) as trial:
        silence = FallSilent()
        trial.proxy.behave(silence)
        trial.proxy.reset_links()
        trial.load.until(lambda: silence.silenced >= 4, LONGEST, "connections that were made and are silent")
        trial.proxy.behave(Forward())
        trial.recovered()


def test_connections_are_reset_in_the_middle_of_answers(rough_database):
    with Trial("reset in mid-result", rough_database) as trial:
        trial.proxy.behave(ResetInAnswer(1, 4000))
        trial.endure(4)
        trial.proxy.behave(Forward())
        trial.recovered()


@pytest.mark.parametrize(
    ("name", "delay"),
    [
        ("delays of 50 to 200 ms", Delay(0.05, 0.2, piece=256)),
        ("a slow trickle", Delay(0, 0.01, piece=16, pause=0.01)),
    ],
)
def test_the_network_is_slow(rough_database, name, delay):
    with Trial(name, rough_database) as trial:
        trial.proxy.behave(delay)
        trial.load.until_acknowledged(20)
        trial.proxy.reset_links()
        trial.load.until_acknowledged(20)
        trial.proxy.behave(Forward())
        trial.recovered()


@pytest.mark.parametrize("kind", ["flip", "drop", "insert"])
def test_the_stream_is_damaged(rough_database, kind):
    """Answers may be errors; none may be another user's or another task's."""
    with Trial(f"damaged stream: {kind}", rough_database, tolerant=True) as trial:
        damage = Corrupt([kind])
        trial.proxy.behave(damage)
        trial.endure(4)
        assert damage.damaged > 0
        trial.proxy.behave(Forward())
        trial.recovered()


def test_messages_seem_not_to_end(rough_database):
    """Bytes go on coming over such a connection, so it is not silent; its users are served over others all the same."""
    with Trial("damaged lengths of messages", rough_database, tolerant=True) as trial:
        damage = DamageRows.lengths()
        trial.proxy.behave(damage)
        trial.load.until(lambda: len(damage.links) >= 3, LONGEST, "connections with a message that does not end")
        trial.proxy.behave(Forward())
        # Less than it would take if such connections were waited for until the deadline of what they owe.
        trial.recovered(within=3.5)


def test_an_answer_that_comes_damaged_after_its_connection_was_replaced(rough_database):
    """The server was still at work when the connection was replaced, and is asked about it again later."""
    migrate(rough_database)
    with Proxy(rough_database.cluster.port) as proxy, Server(rough_database.through(proxy)) as server:
        server.wait_until_ready()
        client = server.client(tokens.token(), timeout=LONGEST + 5)
        task = client.create("Locked")["id"]
        with ThreadPoolExecutor(1) as pool, rough_database.connect() as other:
            with other.transaction():
                other.execute("select from tasks where id = %s for update", [task])
                request = pool.submit(client.request, "PATCH", f"/api/tasks/{task}/complete")
                eventually(lambda: rough_database.query(INQUIRIES) != [(0,)], what="the question whether the server is at work")
                damage = DamageRows.lengths(b"Locked")
                proxy.behave(damage)
            eventually(lambda: damage.links, what="the damaged answer")
            proxy.behave(Forward())
            # Less than it would take if the answer were waited for until its deadline.
            response = request.result(timeout=5)
        assert response.error(503, "SERVICE_UNAVAILABLE")["message"] == UNKNOWN
        assert client.get(f"/api/tasks/{task}").task()["completed"]


INQUIRIES = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_locks%pid = any%'
"""


def test_rows_that_are_lost_on_the_way_are_not_taken_for_an_empty_answer(rough_database):
    migrate(rough_database)
    with Proxy(rough_database.cluster.port) as proxy, Server(rough_database.through(proxy)) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        path = f"/api/tasks/{client.create('Here')['id']}"
        for request in (path, "/api/tasks"):
            before = client.get(request).json()
            damage = DamageRows.types()
            proxy.behave(damage)
            answer = client.get(request)
            assert damage.links
            proxy.behave(Forward())
            assert answer.json() == before if answer.status == 200 else answer.error(503, "SERVICE_UNAVAILABLE")


def test_a_damaged_greeting_does_not_make_a_pooler_of_the_database(rough_database):
    """Of a connection that is taken for a pooler's nobody can ask what it is at work on, so its users would wait for their deadline."""
    migrate(rough_database)
    # So few that there is one for writes.
    limits = {"DATABASE_POOL_SIZE": 4}
    with Proxy(rough_database.cluster.port) as proxy, Server(rough_database.through(proxy), **limits) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        task = client.create("Here")["id"]
        greeting = DamageOneGreeting()
        proxy.behave(greeting)
        proxy.reset_links()
        eventually(lambda: client.request("PATCH", f"/api/tasks/{task}/complete").status == 200, what="a connection for writes")
        assert greeting.is_done
        damage = DamageRows.lengths(b"Here")
        proxy.behave(damage)
        began = time.monotonic()
        answer = client.request("PATCH", f"/api/tasks/{task}/complete")
        assert damage.links
        assert answer.error(503, "SERVICE_UNAVAILABLE")["message"] == UNKNOWN
        assert time.monotonic() - began < 5


def test_a_damaged_version_or_number_is_not_served(rough_database):
    """No task has such numbers, so clients could do nothing with them."""
    migrate(rough_database)
    rough_database.query("alter sequence tasks_id_seq restart with 1000001")
    with Proxy(rough_database.cluster.port) as proxy, Server(rough_database.through(proxy)) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        path = f"/api/tasks/{client.create('Here')['id']}"
        rough_database.query("update tasks set version = 2000002")
        version = DamageNumber(2000002)
        proxy.behave(version)
        client.get(path).error(503, "SERVICE_UNAVAILABLE")
        number = DamageNumber(1000002)
        proxy.behave(number)
        answer = client.request("POST", "/api/tasks", {"title": "There"}).error(503, "SERVICE_UNAVAILABLE")
        assert answer["message"] == UNKNOWN
        assert version.damaged and number.damaged
        listed = DamageNumber(1000001)
        proxy.behave(listed)
        client.get("/api/tasks").error(503, "SERVICE_UNAVAILABLE")
        assert listed.damaged


def test_nobody_gets_the_answer_to_a_neighbours_request(rough_database):
    """When an answer is lost on the way, those behind it are still nobody else's."""
    migrate(rough_database)
    with Proxy(rough_database.cluster.port) as proxy, Server(rough_database.through(proxy)) as server:
        server.wait_until_ready()
        clients = [server.client(tokens.token()) for _ in range(12)]
        paths = [f"/api/tasks/{client.create(f'Task {number}')['id']}" for number, client in enumerate(clients)]
        # So that every connection knows the statement.
        for client, path in zip(clients, paths):
            client.get(path).task()
        loss = LoseOneAnswer()
        proxy.behave(loss)
        with ThreadPoolExecutor(len(clients)) as pool:
            requests = [pool.submit(clients[0].get, paths[0])]
            eventually(lambda: loss.is_lost, what="the loss of the first answer")
            requests += [pool.submit(client.get, path) for client, path in zip(clients[1:], paths[1:])]
        for number, request in enumerate(requests):
            answer = request.result()
            if answer.status == 200:
                assert answer.task()["title"] == f"Task {number}"
            else:
                answer.error(503, "SERVICE_UNAVAILABLE")


def test_deadlines_hold_in_whatever_order_requests_wait(rough_database):
    """A read that is asked again stands before those that came earlier."""
    with Trial("deadlines", rough_database) as trial:
        trial.load.pause()
        trial.proxy.behave(Hold())
        client = trial.server.client(tokens.token("alice"), timeout=60)

        def seconds(path):
            began = time.monotonic()
            assert client.get(path).status == 503
            return time.monotonic() - began

        paths = ["/api/tasks/1", "/api/tasks", "/health/ready"]
        with ThreadPoolExecutor(36) as pool:
            asked = []
            for _ in range(12):
                asked += [pool.submit(seconds, path) for path in paths]
                time.sleep(1)
            assert max(answer.result() for answer in asked) < 16
        trial.proxy.behave(Forward())


@pytest.mark.parametrize("behaviour", [Refuse, Hold, Swallow])
def test_an_outage_without_load_costs_nothing(rough_database, behaviour):
    with Trial(f"without load: {behaviour.__name__.lower()}", rough_database) as trial:
        trial.load.pause()
        before = trial.server.vitals()
        trial.proxy.behave(behaviour())
        trial.endure(4)
        after = trial.server.vitals()
        assert after.processor - before.processor < 0.2
        assert after.descriptors <= trial.most_descriptors
        trial.proxy.behave(Forward())
