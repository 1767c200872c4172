"""The database goes away and comes back: honest answers meanwhile, no help needed afterwards, nothing lost or doubled."""

import pytest

from support import tokens
from support.load import Load
from support.postgres import Cluster
from support.programs import Server, migrate
from support.waiting import eventually


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


def test_a_restart_under_load_loses_and_doubles_nothing(own_cluster):
    database = own_cluster.create_database("todo")
    migrate(database)
    with Server(database.url) as server:
        server.wait_until_ready()
        with Load(server) as load:
            for _ in range(2):
                load.until_acknowledged(60)
                own_cluster.stop()
                load.until_not_served(6)
                # Health never asks the database.
                assert server.client().get("/health").status == 200
                assert server.client().get("/health/ready").status == 503
                own_cluster.start()
                load.until_acknowledged(60)
            load.stop()
            server.wait_until_ready()
            found = load.balance(database)
            assert (found.faults, found.present) == ([], found.acknowledged)


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
