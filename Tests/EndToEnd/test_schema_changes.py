"""The schema changes under a running server: what still fits is served as before, and what does not is told in the log."""
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from support import tokens
from support.programs import Server, migrate, todoctl
from support.waiting import eventually, free_port


@contextmanager
def users_at_work(server, count=8):
    """Users who make, read, list and complete tasks meanwhile, and of whose requests none may fail."""
    stop = threading.Event()

    def work(number):
        client = server.client(tokens.token(f"user-{number}"))
        rounds = 0
        while not stop.is_set():
            task = client.create()
            assert client.get(f"/api/tasks/{task['id']}").task() == task
            assert client.get("/api/tasks").tasks()[0] == task
            assert client.patch(f"/api/tasks/{task['id']}/complete").task()["completed"]
            rounds += 1
        return rounds

    with ThreadPoolExecutor(count) as pool:
        users = [pool.submit(work, number) for number in range(count)]
        try:
            yield
        finally:
            stop.set()
        assert all(user.result() for user in users)


def test_a_row_that_is_no_task_costs_nobody_else_a_request(fresh_database):
    migrate(fresh_database)
    fresh_database.query("insert into tasks (id, user_id, title) values (-5, 'ada', 'Written by hand')")
    fresh_database.query("insert into tasks (id, user_id, title, version) values (1001, 'eve', 'Written by hand', -100000)")
    with Server(fresh_database.url) as server:
        server.wait_until_ready()

        def spoil(user, method, path):
            client = server.client(tokens.token(user))
            for _ in range(100):
                client.request(method, path).error(503, "SERVICE_UNAVAILABLE")

        with users_at_work(server), ThreadPoolExecutor(3) as pool:
            spoilers = [
                pool.submit(spoil, "ada", "GET", "/api/tasks"),
                pool.submit(spoil, "eve", "GET", "/api/tasks/1001"),
                pool.submit(spoil, "eve", "PATCH", "/api/tasks/1001/complete"),
            ]
            for spoiler in spoilers:
                spoiler.result()
        eventually(lambda: "an id or a version below 1" in server.output(), what="the reason in the log")
        fresh_database.query("update tasks set id = 1000 where id = -5")
        assert [task["id"] for task in server.client(tokens.token("ada")).get("/api/tasks").tasks()] == [1000]


def test_columns_of_another_type_of_text_serve_as_well(fresh_database):
    migrate(fresh_database)
    with Server(fresh_database.url) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        task = client.create()
        fresh_database.query("alter table tasks alter title type text, alter description type varchar(500)")
        assert client.get(f"/api/tasks/{task['id']}").task() == task
        fresh_database.query("create domain words as text; alter table tasks alter description type words")
        assert client.create()["id"] > task["id"]
        assert server.client().get("/health/ready").status == 200


def test_without_a_column_nothing_is_served_or_made_until_it_is_back(fresh_database):
    migrate(fresh_database)
    with Server(fresh_database.url) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        client.create()
        fresh_database.query("alter table tasks rename description to note")
        assert server.client().get("/health/ready").status == 503
        eventually(lambda: "missing or of another type: description" in server.output(), what="the reason in the log")
        for method, body in (("GET", None), ("POST", {"title": "x"})):
            refused = client.request(method, "/api/tasks", body).error(503, "SERVICE_UNAVAILABLE")
            assert "may or may not" not in refused["message"]
        fresh_database.query("alter table tasks rename note to description")
        eventually(lambda: server.client().get("/health/ready").status == 200, what="readiness")
        assert client.create()
        assert len(client.get("/api/tasks").tasks()) == 2


def test_without_row_level_security_nothing_is_served(fresh_database):
    """Statements name the user, but the database is to keep users apart even if one forgot to."""
    migrate(fresh_database)
    with Server(fresh_database.url) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        client.create()
        fresh_database.query("alter table tasks disable row level security")
        assert server.client().get("/health/ready").status == 503
        for method, body in (("GET", None), ("POST", {"title": "x"})):
            eventually(lambda method=method, body=body: client.request(method, "/api/tasks", body).status == 503, what="a refusal")
        fresh_database.query("alter table tasks enable row level security")
        eventually(lambda: server.client().get("/health/ready").status == 200, what="readiness")
        assert client.create()


def test_nobody_notices_that_the_schema_changes_under_a_running_server(fresh_database):
    """PostgreSQL refuses a statement that was prepared before, when its columns are others now."""
    migrate(fresh_database)
    with Server(fresh_database.url) as server:
        server.wait_until_ready()
        made = "select count(*) from tasks"
        with users_at_work(server):
            for length in (300, 400, 500, None):
                before = fresh_database.query(made)[0][0]
                eventually(lambda before=before: fresh_database.query(made)[0][0] > before + 100, what="a hundred more tasks")
                if length:
                    fresh_database.query(f"alter table tasks alter title type varchar({length})")


def test_a_role_that_was_made_anew_needs_no_restart(rough_database):
    """Sessions keep acting as the role that had the name when they began."""
    migrate(rough_database)
    settings = {"DATABASE_URL": rough_database.url}
    with Server(rough_database.url) as server:
        server.wait_until_ready()
        client = server.client(tokens.token())
        task = client.create()
        assert todoctl("migrate", "down", "--to", "1", "--yes", **settings).returncode == 0
        rough_database.query("alter role todo_app rename to former")
        assert todoctl("migrate", "up", **settings).returncode == 0
        for path in ("/api/tasks", f"/api/tasks/{task['id']}"):
            eventually(lambda path=path: client.get(path).status == 200, what="tasks that can be read")
        eventually(lambda: client.request("POST", "/api/tasks", {"title": "x"}).status == 201, what="tasks that can be made")
        statuses = {client.get("/api/tasks").status for _ in range(100)}
        assert statuses == {200}


def test_what_is_refused_at_the_commit_costs_no_connection(fresh_database):
    migrate(fresh_database)
    fresh_database.query(
        """
        create function refuse() returns trigger language plpgsql as $$
        begin
            if new.user_id = 'eve' then raise exception 'not this one'; end if;
            return null;
        end $$;
        create constraint trigger refuse after insert on tasks deferrable initially deferred
        for each row execute function refuse()
        """
    )
    with Server(fresh_database.url, ADMIN_PORT=free_port()) as server, ThreadPoolExecutor(6) as pool:
        server.wait_until_ready()

        def create(user):
            client = server.client(tokens.token(user))
            return {client.request("POST", "/api/tasks", {"title": "x"}).status for _ in range(100)}

        refused = [pool.submit(create, "eve") for _ in range(2)]
        made = [pool.submit(create, f"user-{number}") for number in range(4)]
        assert [users.result() for users in refused] == [{500}] * 2
        assert [users.result() for users in made] == [{201}] * 4
        lost = [
            line for line in server.operators().get("/metrics").body.decode().splitlines()
            if line.startswith("todo_database_connections_lost_total")
        ]
        assert lost and all(line.endswith(" 0") for line in lost)
