"""Behind PgBouncer, which Neon's `-pooler` hosts are as well: nothing has to be said about it, and everything works."""
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens
from support.flows import Writers, work_at_once
from support.pgbouncer import PgBouncer
from support.programs import Server, migrate, todoctl
from support.waiting import eventually


@pytest.fixture(params=["transaction", "session"])
def pooler(cluster, request):
    # A session is a client's as long as it stays, so there must be enough for all of the server's connections.
    with PgBouncer(cluster, request.param, pool_size=3 if request.param == "transaction" else 40) as pooler:
        yield pooler


@pytest.fixture
def transaction_pooler(cluster):
    with PgBouncer(cluster) as pooler:
        yield pooler


def test_migrations_run_through_it(pooler, fresh_database):
    url = pooler.url(fresh_database)
    for command in ("up", "up", "status"):
        done = todoctl("migrate", command, DATABASE_URL=url)
        assert done.returncode == 0, done.stdout + done.stderr
    assert fresh_database.query("select count(*) from todo_migrations") != [(0,)]
    with Server(url) as server:
        server.wait_until_ready()
        server.client(tokens.token()).create()


def test_clients_at_once_find_their_own_tasks_and_nobody_elses(pooler, fresh_database):
    migrate(fresh_database)
    with Server(pooler.url(fresh_database)) as server:
        server.wait_until_ready()
        owners = work_at_once(server)
    assert dict(fresh_database.query("select id, user_id from tasks")) == owners


def test_the_server_needs_no_more_connections_than_the_pool_has(transaction_pooler, fresh_database):
    migrate(fresh_database)
    with Server(transaction_pooler.url(fresh_database)) as server:
        server.wait_until_ready()
        work_at_once(server, steps=10)
        [pool] = [pool for pool in transaction_pooler.administer("show pools") if pool["database"] == fresh_database.name]
        assert pool["cl_active"] > transaction_pooler.pool_size
        assert pool["sv_active"] + pool["sv_idle"] + pool["sv_used"] <= transaction_pooler.pool_size


def test_200_toggles_at_once_are_200_toggles(pooler, fresh_database):
    migrate(fresh_database)
    with Server(pooler.url(fresh_database)) as server:
        client = server.wait_until_ready().client(tokens.token())
        path = f"/api/tasks/{client.create()['id']}"
        with ThreadPoolExecutor(40) as pool:
            answers = list(pool.map(lambda _: client.patch(f"{path}/complete").task()["completed"], range(200)))
        assert (answers.count(True), answers.count(False)) == (100, 100)
        assert client.get(path).task()["completed"] is False
        assert fresh_database.query("select version from tasks") == [(201,)]


def restart(pooler, database):
    pooler.stop()
    pooler.start()


def reload(pooler, database):
    pooler.administer("reload")


def pause_and_resume(pooler, database):
    pooler.administer(f'pause "{database.name}"')
    pooler.administer(f'resume "{database.name}"')


def kill_server_connections(pooler, database):
    ended = database.query(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()",
        [database.name],
    )
    assert ended[0][0] > 0


def reconnect(pooler, database):
    pooler.administer(f'reconnect "{database.name}"')


@pytest.mark.parametrize("event", [restart, reload, pause_and_resume, kill_server_connections, reconnect])
def test_what_happens_to_it_under_load_loses_and_doubles_nothing(transaction_pooler, fresh_database, event):
    migrate(fresh_database)
    with Server(transaction_pooler.url(fresh_database)) as server:
        server.wait_until_ready()
        with Writers(server) as writers:
            for _ in range(3):
                writers.reach(50)
                event(transaction_pooler, fresh_database)
            writers.reach(50)
        writers.check(fresh_database)
        print(f"\n{event.__name__}: {len(writers.acknowledged)} created, {writers.refused} refused")
        server.wait_until_ready()
        work_at_once(server, users=2, steps=10)


def test_a_paused_pool_is_waited_for(transaction_pooler, fresh_database):
    """PAUSE keeps clients waiting, as a restart of the database behind it does; nobody sees an error."""
    migrate(fresh_database)
    with Server(transaction_pooler.url(fresh_database)) as server:
        client = server.wait_until_ready().client(tokens.token())
        task = client.create()
        transaction_pooler.administer(f'pause "{fresh_database.name}"')
        with ThreadPoolExecutor(3) as pool:
            answers = [
                pool.submit(client.get, f"/api/tasks/{task['id']}"), pool.submit(client.get, "/api/tasks"),
                pool.submit(client.patch, f"/api/tasks/{task['id']}/complete"),
            ]

            def waiting():
                pools = transaction_pooler.administer("show pools")
                return sum(pool["cl_waiting"] for pool in pools if pool["database"] == fresh_database.name) >= 3

            eventually(waiting, what="three requests at the pooler")
            assert not any(answer.done() for answer in answers)
            transaction_pooler.administer(f'resume "{fresh_database.name}"')
            assert [answer.result(20).status for answer in answers] == [200] * 3


@pytest.mark.parametrize("way", ["direct", "through the pooler"])
def test_a_statement_that_takes_too_long_is_ended(transaction_pooler, fresh_database, way):
    """Nothing that has been given up goes on in the database, where it would hold one of the few connections."""
    migrate(fresh_database)
    with Server(fresh_database.url if way == "direct" else transaction_pooler.url(fresh_database)) as server:
        client = server.wait_until_ready().client(tokens.token())
        task = client.create()
        with fresh_database.connect() as holder, holder.transaction():
            holder.execute("select from tasks where id = %s for update", [task["id"]])
            response = client.patch(f"/api/tasks/{task['id']}/complete")
            response.error(503, "SERVICE_UNAVAILABLE")
            left = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            eventually(lambda: not fresh_database.query(left), within=5, what="the end of the statement")
        assert client.get(f"/api/tasks/{task['id']}").task() == task


def test_a_direct_connection_may_be_treated_like_a_pooler(fresh_database):
    migrate(fresh_database)
    fresh_database.query(f'alter database "{fresh_database.name}" set log_min_duration_statement = 0')
    with Server(fresh_database.url, DATABASE_POOLER_MODE="transaction") as server:
        server.wait_until_ready()
        work_at_once(server, steps=10)
    assert {name for name, _ in fresh_database.statements()} == {"<unnamed>"}
