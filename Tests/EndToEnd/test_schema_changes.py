"""The schema changes under a running server: what still fits is served as before, and what does not is told in the log."""
import threading
from concurrent.futures import ThreadPoolExecutor

from support import tokens
from support.programs import Server, migrate, todoctl
from support.waiting import eventually


def test_a_running_server_says_what_does_not_fit_and_serves_everybody_else(fresh_database):
    migrate(fresh_database)
    fresh_database.query("insert into tasks (id, user_id, title) values (-5, 'ada', 'Written by hand')")
    with Server(fresh_database.url) as server:
        server.wait_until_ready()
        ada, bob = (server.client(tokens.token(user)) for user in ("ada", "bob"))
        for _ in range(20):
            ada.get("/api/tasks").error(503, "SERVICE_UNAVAILABLE")
            assert bob.get(f"/api/tasks/{bob.create()['id']}").status == 200
        eventually(lambda: "an id or a version below 1" in server.output(), what="the reason in the log")
        fresh_database.query("update tasks set id = 1000 where id = -5")
        assert [task["id"] for task in ada.get("/api/tasks").tasks()] == [1000]
        fresh_database.query("alter table tasks alter description type varchar(500)")
        ada.get("/api/tasks").error(503, "SERVICE_UNAVAILABLE")
        eventually(lambda: "have other types than the schema's" in server.output(), what="the reason in the log")


def test_nobody_notices_that_the_schema_changes_under_a_running_server(fresh_database):
    """PostgreSQL refuses a statement that was prepared before, when its columns are others now."""
    migrate(fresh_database)
    with Server(fresh_database.url) as server, ThreadPoolExecutor(8) as pool:
        server.wait_until_ready()
        stop = threading.Event()

        def use(number):
            client = server.client(tokens.token(f"user-{number}"))
            rounds = 0
            while not stop.is_set():
                task = client.create()
                assert client.get(f"/api/tasks/{task['id']}").task() == task
                assert client.get("/api/tasks").tasks()[0] == task
                assert client.patch(f"/api/tasks/{task['id']}/complete").task()["completed"]
                rounds += 1
            return rounds

        made = "select count(*) from tasks"
        users = [pool.submit(use, number) for number in range(8)]
        try:
            for length in (300, 400, 500, None):
                before = fresh_database.query(made)[0][0]
                eventually(lambda before=before: fresh_database.query(made)[0][0] > before + 100, what="a hundred more tasks")
                if length:
                    fresh_database.query(f"alter table tasks alter title type varchar({length})")
        finally:
            stop.set()
        assert all(user.result() for user in users)


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
