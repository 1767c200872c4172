"""Server connections of a pool are shared: what other clients leave on them must neither be run nor be relied on."""
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from support import tokens
from support.flows import work_at_once
from support.pgbouncer import PgBouncer
from support.programs import Server, migrate
from support.waiting import eventually


@pytest.fixture
def pooler(cluster):
    with PgBouncer(cluster) as pooler:
        yield pooler


def prepared_on_a_direct_connection(database):
    """Every statement that the server prepares when its sessions are its own, as name and number of parameters."""
    database.query(f'alter database "{database.name}" set log_min_duration_statement = 0')
    with Server(database.url) as server:
        server.wait_until_ready()
        # Lists by completion and lists of several pages have statements of their own.
        work_at_once(server, users=2, steps=20)
        client = server.client(tokens.token("somebody with many tasks"))
        database.query(
            "insert into tasks (user_id, title, completed) select 'somebody with many tasks', 'x', g % 2 = 0 "
            "from generate_series(1, 5000) as g"
        )
        for query in ("", "?completed=true"):
            assert len(client.get(f"/api/tasks{query}").tasks()) >= 2500
    database.query("delete from tasks")
    statements = {name: sql for name, sql in database.statements() if name != "<unnamed>"}
    database.query(f'alter database "{database.name}" reset log_min_duration_statement')
    return {name: max(map(int, re.findall(r"\$(\d+)", sql)), default=0) for name, sql in statements.items()}


def harmful(name, parameters):
    """A statement of the same name that any parameters fit, since any bytes are a bytea, and that leaves a trace."""
    types = f"({', '.join(['bytea'] * parameters)})" if parameters else ""
    used = "".join(f" and ${number} is not distinct from ${number}" for number in range(1, parameters + 1))
    return f"prepare {name} {types} as insert into harm select '{name}' where true{used}"


@contextmanager
def polluting(pooler, database, statements):
    """Another client that goes on preparing and forgetting statements, on whichever connection it gets."""
    over = threading.Event()
    rounds = []

    def run():
        with pooler.connect(database) as connection:
            while not over.is_set():
                for name, parameters in statements.items():
                    with connection.transaction():
                        connection.execute("deallocate all")
                        connection.execute(harmful(name, parameters))
                rounds.append(1)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield rounds
    finally:
        over.set()
        thread.join()


def test_statements_of_other_clients_are_never_run(pooler, fresh_database):
    migrate(fresh_database)
    statements = prepared_on_a_direct_connection(fresh_database)
    assert len(statements) >= 6, statements
    with fresh_database.connect("todo") as owner:
        owner.execute("create table harm (name text); grant all on harm to public")
    with pooler.every_server_connection(fresh_database) as clients:
        for client in clients:
            with client.transaction():
                for name, parameters in statements.items():
                    client.execute(harmful(name, parameters))
    with Server(pooler.url(fresh_database)) as server:
        server.wait_until_ready()
        with polluting(pooler, fresh_database, statements) as rounds:
            work_at_once(server)
            client = server.client(tokens.token())
            for _ in range(20):
                assert client.get("/api/tasks?completed=true").tasks() == []
        assert rounds
        assert fresh_database.query("select name, count(*) from harm group by 1") == []
        with pooler.every_server_connection(fresh_database) as clients:
            left = [{name for (name,) in client.execute("select name from pg_prepared_statements")} for client in clients]
        assert all(names & set(statements) for names in left), "the statements were not where the server's requests ran"


# What clients of a pool set for themselves and do not set back, and what shows that it is still set.
LEFTOVERS = {
    "statement_timeout": "100ms",
    "lock_timeout": "100ms",
    "role": "visitor",
    "search_path": "decoy",
    "row_security": "off",
    "todo.user_id": "somebody else",
    "TimeZone": "America/New_York",
    "DateStyle": "German, DMY",
    "bytea_output": "escape",
    "client_encoding": "LATIN1",
}


@pytest.fixture
def shared_database(fresh_database):
    """Migrated, with a role and a schema that another application of the same login uses."""
    migrate(fresh_database)
    if not fresh_database.query("select 1 from pg_roles where rolname = 'visitor'"):
        fresh_database.query("create role visitor; grant visitor to todo")
    fresh_database.query(
        "create schema decoy; grant all on schema decoy to public; create table decoy.tasks (like public.tasks including all);"
        "grant all on decoy.tasks to public; grant usage on sequence decoy.tasks_id_seq to public;"
        "insert into decoy.tasks (user_id, title) values ('somebody else', 'Not yours')"
    )
    return fresh_database


@pytest.mark.parametrize("name", LEFTOVERS)
def test_settings_of_other_clients_do_not_matter(pooler, shared_database, name):
    value = LEFTOVERS[name]
    with Server(pooler.url(shared_database)) as server:
        server.wait_until_ready()
        with pooler.every_server_connection(shared_database) as clients:
            for client in clients:
                client.execute("select set_config(%s, %s, false)", [name, value])
        work_at_once(server, users=4, steps=15)
        wait_for_a_lock(server, shared_database)
        with pooler.every_server_connection(shared_database) as clients:
            left = [client.execute("select current_setting(%s)", [name]).fetchone()[0] for client in clients]
        # PgBouncer keeps track of some settings, for each client.
        assert name in ("TimeZone", "DateStyle", "client_encoding") or value in left, left
    assert shared_database.query("select user_id, title from decoy.tasks") == [("somebody else", "Not yours")]


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_an_isolation_level_of_other_clients_does_not_matter(pooler, shared_database, level):
    with Server(pooler.url(shared_database)) as server:
        server.wait_until_ready()
        with pooler.every_server_connection(shared_database) as clients:
            for client in clients:
                client.execute("select set_config('default_transaction_isolation', %s, false)", [level])
        client = server.client(tokens.token())
        path = f"/api/tasks/{client.create()['id']}/complete"
        with ThreadPoolExecutor(20) as pool:
            states = list(pool.map(lambda _: client.patch(path).task()["completed"], range(200)))
        assert (states.count(True), states.count(False)) == (100, 100)


def wait_for_a_lock(server, database):
    """A change that has to wait a while, as in the queue behind an index that is being made."""
    client = server.client(tokens.token())
    task = client.create()
    path = f"/api/tasks/{task['id']}/complete"
    with ThreadPoolExecutor(1) as pool, database.connect() as holder:
        with holder.transaction():
            holder.execute("select from tasks where id = %s for update", [task["id"]])
            answer = pool.submit(client.patch, path)
            waiting = (
                "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' "
                "and clock_timestamp() - query_start > interval '300 ms'"
            )
            eventually(lambda: answer.done() or database.query(waiting), what="a change that waits")
        assert answer.result(20).task()["completed"] is True
