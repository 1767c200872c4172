"""Idempotency keys: a change that is repeated is made once, and answered as the first time."""
import functools
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from support import tokens
from support.behaviours import Forward, Hold
from support.pgbouncer import PgBouncer
from support.programs import Server, migrate, todoctl
from support.proxy import Proxy
from support.waiting import eventually

ANSWER = ("Content-Type", "ETag", "Location")


def key(text):
    return {"Idempotency-Key": text}


def answer(response):
    """What a repetition must have of the first answer."""
    return response.status, response.body, [response.header(name) for name in ANSWER]


def is_replay(response):
    value = response.header("Idempotency-Replayed")
    assert value in (None, "true")
    return value == "true"


def repeat(client, *request, **options):
    """Sends a request twice; returns the answer, which both have in common."""
    first, second = client.request(*request, **options), client.request(*request, **options)
    assert not is_replay(first)
    assert is_replay(second)
    assert answer(first) == answer(second)
    return first


def test_every_write_is_made_once(client):
    created = repeat(client, "POST", "/api/tasks", {"title": "Once", "description": "Text"}, headers=key("post"))
    path, task = created.header("Location"), created.task(201)
    assert len(client.get("/api/tasks").tasks()) == 1
    writes = [
        ("PUT", path, {"title": "Replaced", "completed": False}), ("PATCH", path, {"title": "Patched"}),
        ("PATCH", f"{path}/complete"), ("PATCH", path, {}), ("PATCH", f"{path}/complete", {"completed": False}),
    ]
    for number, write in enumerate(writes):
        repeat(client, *write, headers=key(f"write {number}".replace(" ", "-")))
    last = client.get(path)
    assert last.header("ETag") == f'"{task["id"]}-5"'
    gone = repeat(client, "DELETE", path, headers=key("delete"))
    assert (gone.status, gone.body) == (204, b"")
    # What was answered stays, whatever became of the task.
    assert answer(client.post("/api/tasks", {"title": "Once", "description": "Text"}, headers=key("post"))) == answer(created)
    client.get(path).error(404, "NOT_FOUND")


def test_another_request_under_a_key_is_refused(client):
    path = client.post("/api/tasks", {"title": "First"}, headers=key("k")).header("Location")
    for request in (
        ("POST", "/api/tasks", {"title": "Second"}), ("PUT", path, {"title": "First", "completed": True}),
        ("PATCH", path, {"title": "First"}), ("PATCH", f"{path}/complete"), ("DELETE", path),
    ):
        client.request(*request, headers=key("k")).error(422, "IDEMPOTENCY_KEY_REUSED")
    assert [task["title"] for task in client.get("/api/tasks").tasks()] == ["First"]
    assert client.get(path).header("ETag").endswith('-1"')


@pytest.mark.parametrize("spelling", ["/api/tasks/", "//api/tasks", "/api//tasks//"])
def test_every_spelling_of_a_path_is_one_request(client, spelling):
    task = client.post("/api/tasks", {"title": "x"}, headers=key("k")).task(201)
    assert is_replay(client.post(spelling, {"title": "x"}, headers=key("k")))
    assert client.get("/api/tasks").tasks() == [task]


@pytest.mark.parametrize("first, second", [('"k-1"', "k-1"), ("a" * 255, "a" * 255), ('"a\\"b\\\\"', 'a"b\\'), ("!~", '"!~"')])
def test_quoted_and_bare_are_one_key(client, first, second):
    assert not is_replay(client.post("/api/tasks", {"title": "x"}, headers=key(first)))
    assert is_replay(client.post("/api/tasks", {"title": "x"}, headers=key(second)))


@pytest.mark.parametrize("value", ["", '""', "a" * 256, "a b", '"a', '"a"b', '"a\\b"', "é", "a\tb", '"a";p=1'])
def test_a_malformed_key_is_a_bad_request(client, value):
    value = value.encode("utf-8").decode("latin-1")
    client.post("/api/tasks", {"title": "x"}, headers=key(value)).error(400, "BAD_REQUEST")
    assert client.get("/api/tasks").tasks() == []


def test_a_key_is_its_users_own(server):
    for user in (tokens.user("first"), tokens.user("second")):
        response = server.client(tokens.token(user)).post("/api/tasks", {"title": "x"}, headers=key("shared"))
        assert not is_replay(response)
        assert response.task(201)["user_id"] == user


def test_a_repetition_is_judged_before_its_condition(client):
    path = client.post("/api/tasks", {"title": "x"}).header("Location")
    condition = {"If-Match": client.get(path).header("ETag")}
    repeat(client, "PUT", path, {"title": "y", "completed": True}, headers=key("put") | condition)
    repeat(client, "DELETE", path, headers=key("delete") | {"If-Match": client.get(path).header("ETag")})


def test_what_is_refused_is_not_kept(client):
    path = client.post("/api/tasks", {"title": "x"}).header("Location")
    second = key("k") | {"If-Match": client.get(path).header("ETag").replace('-1"', '-2"')}
    client.post("/api/tasks", {"title": ""}, headers=key("k")).error(422, "VALIDATION_ERROR")
    client.patch("/api/tasks/999999999", {"title": "y"}, headers=key("k")).error(404, "NOT_FOUND")
    client.patch(path, {"title": "y"}, headers=second).error(412, "PRECONDITION_FAILED")
    client.patch(path, {"completed": True}).task()
    assert not is_replay(client.patch(path, {"title": "y"}, headers=second))
    assert client.get(path).task()["title"] == "y"


def hammer(clients, count, *request, **options):
    """`count` equal requests at once; those told to wait try again. Returns their last answers and how many had to wait."""
    start = threading.Barrier(min(count, 50))
    waited = Counter()

    def send(number):
        if number < start.parties:
            start.wait()
        while True:
            response = clients[number % len(clients)].request(*request, **options)
            if response.status != 409:
                return response
            response.error(409, "CONFLICT")
            assert int(response.header("Retry-After")) > 0
            waited[number] += 1

    with ThreadPoolExecutor(50) as pool:
        return list(pool.map(send, range(count))), sum(waited.values())


def check_made_once(responses):
    assert Counter(map(is_replay, responses)) == {False: 1, True: len(responses) - 1}
    assert len({repr(answer(response)) for response in responses}) == 1
    return responses[0]


def test_200_repetitions_of_a_post_at_once_make_one_task(client):
    responses, _ = hammer([client], 200, "POST", "/api/tasks", {"title": "x"}, headers=key("k"))
    assert client.get("/api/tasks").tasks() == [check_made_once(responses).task(201)]


def test_200_repetitions_of_a_toggle_at_once_toggle_once(client):
    path = client.post("/api/tasks", {"title": "x"}).header("Location")
    responses, _ = hammer([client], 200, "PATCH", f"{path}/complete", headers=key("k"))
    assert client.get(path).task() == check_made_once(responses).task()
    assert client.get(path).header("ETag").endswith('-2"')


def test_200_repetitions_at_once_with_a_condition_are_one_change(client):
    path = client.post("/api/tasks", {"title": "x"}).header("Location")
    headers = key("k") | {"If-Match": client.get(path).header("ETag")}
    responses, _ = hammer([client], 200, "DELETE", path, headers=headers)
    assert check_made_once(responses).status == 204


def test_of_many_different_requests_under_one_key_at_once_one_is_made(client):
    def send(number):
        return client.post("/api/tasks", {"title": f"Task {number}"}, headers=key("k"))

    with ThreadPoolExecutor(50) as pool:
        responses = list(pool.map(send, range(100)))
    made = [response for response in responses if response.status == 201]
    assert len(made) == 1
    for response in responses:
        if response.status == 409:
            response.error(409, "CONFLICT")
        elif response.status != 201:
            response.error(422, "IDEMPOTENCY_KEY_REUSED")
    assert client.get("/api/tasks").tasks() == [made[0].task(201)]


def test_100_keys_at_once_are_100_changes(client):
    def send(number):
        return client.post("/api/tasks", {"title": "x"}, headers=key(f"k-{number // 3}"))

    with ThreadPoolExecutor(50) as pool:
        statuses = Counter(response.status for response in pool.map(send, range(300)))
    assert set(statuses) <= {201, 409}
    assert len(client.get("/api/tasks").tasks()) == 100


def test_300_deletes_repeated_at_once_are_never_taken_for_refused(client):
    """Who comes just after the first finds no task any more, and is answered with the first one's success all the same."""
    paths = [f"/api/tasks/{client.create()['id']}" for _ in range(300)]

    def send(number):
        path = paths[number // 3]
        return client.delete(path, headers=key(path) | {"If-Match": "*" if number // 3 % 2 else f'"{path.split("/")[-1]}-1"'})

    with ThreadPoolExecutor(50) as pool:
        statuses = Counter(response.status for response in pool.map(send, range(900)))
    assert set(statuses) <= {204, 409}, statuses
    assert client.get("/api/tasks").tasks() == []


def test_two_servers_on_one_database_make_it_once(database):
    user = tokens.user()
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(database.url)).wait_until_ready() for _ in range(2)]
        clients = [server.client(tokens.token(user)) for server in servers]
        responses, _ = hammer(clients, 200, "POST", "/api/tasks", {"title": "x"}, headers=key("k"))
        assert clients[1].get("/api/tasks").tasks() == [check_made_once(responses).task(201)]


def test_behind_pgbouncer_it_is_made_once(cluster, fresh_database):
    migrate(fresh_database)
    with PgBouncer(cluster) as pooler, Server(pooler.url(fresh_database)) as server:
        client = server.wait_until_ready().client(tokens.token())
        responses, _ = hammer([client], 100, "POST", "/api/tasks", {"title": "x"}, headers=key("k"))
        assert client.get("/api/tasks").tasks() == [check_made_once(responses).task(201)]


@pytest.mark.parametrize("write", ["POST", "DELETE"])
def test_a_change_whose_answer_was_lost_with_the_server_is_answered_by_the_next(fresh_database, cluster, write):
    """The change is committed, the answer held back; the server is killed before it has it."""
    migrate(fresh_database)
    user = tokens.user()
    with Proxy(cluster.port) as proxy:
        server = Server(fresh_database.through(proxy))
        with server:
            client = server.wait_until_ready().client(tokens.token(user))
            path = client.post("/api/tasks", {"title": "There before"}).header("Location")
            request = (write, "/api/tasks" if write == "POST" else path, {"title": "x"} if write == "POST" else None)
            proxy.behave(KeyedAnswersHeld())
            with ThreadPoolExecutor(1) as pool:
                lost = pool.submit(client.request, *request, headers=key("k"))
                eventually(lambda: fresh_database.query("select 1 from todo_idempotency_keys"), what="the commit")
                server.kill()
                with pytest.raises(OSError):
                    lost.result()
            proxy.behave(Forward())
            with server:
                response = server.wait_until_ready().client(tokens.token(user)).request(*request, headers=key("k"))
                assert is_replay(response)
                assert response.status == (201 if write == "POST" else 204)
                left = {task["title"] for task in client.get("/api/tasks").tasks()}
                assert left == ({"There before", "x"} if write == "POST" else set())


class KeyedAnswersHeld(Hold):
    """Lets everything through but the answers to statements about keys."""

    def __init__(self):
        self.held = set()

    async def relay(self, link, data, is_answer, proxy):
        if not is_answer and b"pg_try_advisory_xact_lock" in data:
            self.held.add(link)
        if is_answer and link in self.held:
            await super().relay(link, data, is_answer, proxy)
        else:
            await link.send(data, is_answer)


def test_connections_that_break_while_keys_are_used_double_nothing(fresh_database, cluster):
    """Each worker repeats each request until it has an answer, while the connections are reset again and again."""
    migrate(fresh_database)
    with Proxy(cluster.port) as proxy, Server(fresh_database.through(proxy)) as server:
        server.wait_until_ready()

        def work(number):
            client = server.client(tokens.token(tokens.user(f"worker-{number}")))
            for step in range(30):
                while (response := client.post("/api/tasks", {"title": f"Task {step}"}, headers=key(f"k-{step}"))).status != 201:
                    assert response.status in (409, 503), response.body
                if step % 10 == number:
                    proxy.reset_links()
            return client

        with ThreadPoolExecutor(8) as pool:
            clients = list(pool.map(work, range(8)))
        eventually(lambda: server.client().get("/health/ready").status == 200, what="a ready server")
        for client in clients:
            titles = sorted(task["title"] for task in client.get("/api/tasks").tasks())
            assert titles == sorted(f"Task {step}" for step in range(30))


def test_a_key_holds_for_24_hours(client, database):
    client.post("/api/tasks", {"title": "x"}, headers=key("young"))
    client.post("/api/tasks", {"title": "x"}, headers=key("old"))
    [(user,)] = database.query("select user_id from todo_idempotency_keys where key = 'young' order by kept_at desc limit 1")
    age = "update todo_idempotency_keys set kept_at = now() - interval '24 hours' + %s * interval '1 s' where user_id = %s and key = %s"
    database.query(age, [60, user, "young"])
    database.query(age, [-1, user, "old"])
    assert is_replay(client.post("/api/tasks", {"title": "x"}, headers=key("young")))
    # An expired key may be another request's.
    response = client.post("/api/tasks", {"title": "y"}, headers=key("old"))
    assert response.task(201)["title"] == "y" and not is_replay(response)
    assert is_replay(client.post("/api/tasks", {"title": "y"}, headers=key("old")))


def age(database, user):
    """Lets all of a user's keys expire."""
    database.query("update todo_idempotency_keys set kept_at = now() - interval '2 days' where user_id = %s", [user])


def kept(database, user):
    return database.query("select count(*) from todo_idempotency_keys where user_id = %s", [user])[0][0]


def test_new_keys_take_expired_ones_with_them(server, database):
    user = tokens.user()
    client = server.client(tokens.token(user))
    for number in range(20):
        client.post("/api/tasks", {"title": "x"}, headers=key(f"old-{number}"))
    age(database, user)
    counts = []
    for number in range(4):
        client.post("/api/tasks", {"title": "x"}, headers=key(f"new-{number}"))
        counts.append(kept(database, user))
    assert counts == [13, 6, 3, 4]


def test_expired_keys_that_are_used_again_at_once_are_no_deadlock(server, database):
    user = tokens.user()
    client = server.client(tokens.token(user))
    for round in range(3):
        for number in range(30):
            client.post("/api/tasks", {"title": "x"}, headers=key(f"k-{number}"))
        age(database, user)
        with ThreadPoolExecutor(30) as pool:
            keys = [key(f"k-{number % 30}") for number in range(120)]
            send = functools.partial(client.post, "/api/tasks", {"title": "x"})
            statuses = Counter(response.status for response in pool.map(lambda headers: send(headers=headers), keys))
        assert set(statuses) <= {201, 409}, statuses
        assert len(client.get("/api/tasks").tasks()) == 60 + 30 * round


def test_todoctl_removes_what_has_expired(fresh_database):
    migrate(fresh_database)
    users = [tokens.user(name) for name in ("gone", "here")]
    for user, hours in zip(users, (25, 23)):
        fresh_database.query(
            """
            insert into todo_idempotency_keys (user_id, key, fingerprint, kept_at)
            select %s, 'k-' || g, 'f', now() - %s * interval '1 h' from generate_series(1, 2500) as g
            """,
            [user, hours],
        )
    done = todoctl("idempotency", "prune", "--json", DATABASE_URL=fresh_database.url)
    assert done.returncode == 0, done.stderr
    assert '"removed":2500' in done.stdout.replace(" ", "")
    assert [kept(fresh_database, user) for user in users] == [0, 2500]
    again = todoctl("idempotency", "prune", DATABASE_URL=fresh_database.url)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "todoctl: removed 0 expired keys\n")


def test_erasing_a_user_takes_the_keys_along(fresh_database):
    migrate(fresh_database)
    for user in ("alice", "bob"):
        fresh_database.query("insert into todo_idempotency_keys (user_id, key, fingerprint) values (%s, 'k', 'f')", [user])
    done = todoctl("user", "erase", "--user", "alice", "--yes", "--json", DATABASE_URL=fresh_database.url)
    assert done.returncode == 0, done.stderr
    assert [kept(fresh_database, user) for user in ("alice", "bob")] == [0, 1]


def test_a_user_sees_no_other_users_keys_even_in_sql(fresh_database):
    migrate(fresh_database)
    for user in ("alice", "bob"):
        fresh_database.query("insert into todo_idempotency_keys (user_id, key, fingerprint) values (%s, 'k', 'f')", [user])
    with fresh_database.connect() as session:
        session.execute("set role todo_app")
        assert session.execute("select count(*) from todo_idempotency_keys").fetchone() == (0,)
        session.execute("select set_config('todo.user_id', 'alice', false)")
        assert session.execute("select user_id from todo_idempotency_keys").fetchall() == [("alice",)]
        assert session.execute("delete from todo_idempotency_keys").rowcount == 1
