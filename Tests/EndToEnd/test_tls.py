"""Connection URLs as providers hand them out: whatever libpq understands holds, and what cannot be kept is refused."""
import pytest

from support import tokens
from support.certificates import POOLER_HOST
from support.flows import work_at_once
from support.pgbouncer import PgBouncer
from support.postgres import PASSWORD, Cluster
from support.programs import Server, migrate, todoctl
from support.waiting import eventually


@pytest.fixture(scope="module")
def tls_database(certificates):
    cluster = Cluster.create(certificates)
    try:
        cluster.start()
        database = cluster.create_database("todo")
        done = todoctl("migrate", "up", DATABASE_URL=f"{database.url}?sslmode=require&channel_binding=require")
        assert done.returncode == 0, done.stderr
        yield database
    finally:
        cluster.remove()


def sessions(database):
    """How many sessions the server has there, and how many of them use TLS."""
    return database.query(
        "select count(*), count(*) filter (where ssl) from pg_stat_activity join pg_stat_ssl using (pid) "
        "where datname = current_database() and application_name = 'todo'"
    )[0]


def check_served(url, database):
    with Server(url) as server:
        server.wait_until_ready()
        work_at_once(server, users=2, steps=10)
        every, encrypted = sessions(database)
        assert every == encrypted > 0


def check_refused(url, cause):
    """Not ready, honest to clients, plain in the log, and nowhere a password."""
    with Server(url, LOG_FORMAT="json") as server:
        server.wait_until_listening()
        client = server.client(tokens.token())
        for _ in range(3):
            assert server.client().get("/health/ready").status == 503
            response = client.get("/api/tasks")
            response.error(503, "SERVICE_UNAVAILABLE")
            assert cause not in response.body.decode() and "127.0.0.1" not in response.body.decode()
        assert server.client().get("/health").status == 200
        eventually(lambda: cause in server.output(), what="the cause in the log")
        assert server.stop() == 0
        assert PASSWORD not in server.output()
    done = todoctl("migrate", "status", DATABASE_URL=url)
    assert done.returncode == 69
    assert cause in done.stderr and PASSWORD not in done.stdout + done.stderr


def test_channel_binding_is_used_when_it_is_required(tls_database):
    check_served(f"{tls_database.url}?sslmode=require&channel_binding=require", tls_database)


def test_the_short_scheme_is_the_same(tls_database):
    url = tls_database.url.replace("postgresql://", "postgres://")
    check_served(f"{url}?sslmode=require", tls_database)


def test_a_server_that_its_authority_vouches_for_is_accepted(tls_database, certificates):
    check_served(f"{tls_database.url}?sslmode=verify-full&sslrootcert={certificates.authority}", tls_database)


def test_a_server_that_another_authority_should_vouch_for_is_refused(tls_database, certificates):
    url = f"{tls_database.url}?sslmode=verify-full&sslrootcert={certificates.other_authority}"
    check_refused(url, "certificate verify failed")


def test_a_server_of_another_name_is_refused(tls_database, certificates):
    url = tls_database.url.replace("@127.0.0.1", "@db.example.org")
    url += f"?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={certificates.authority}"
    check_refused(url, "does not match host name")


def test_a_plain_connection_to_a_server_that_insists_on_tls_is_refused(tls_database):
    check_refused(f"{tls_database.url}?sslmode=disable", "no encryption")


def test_a_server_without_tls_is_refused_when_tls_is_required(database):
    check_refused(f"{database.url}?sslmode=require", "does not support SSL")


def test_a_server_without_channel_binding_is_refused_when_it_is_required(database):
    check_refused(f"{database.url}?channel_binding=require", "channel binding")


def test_a_pooler_by_a_providers_name_is_served_over_tls(cluster, fresh_database, certificates):
    migrate(fresh_database)
    with PgBouncer(cluster, certificates=certificates) as pooler:
        options = f"?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={certificates.authority}"
        with Server(pooler.url(fresh_database, options, host=POOLER_HOST)) as server:
            server.wait_until_ready()
            work_at_once(server, users=4, steps=15)
            clients = [row for row in pooler.administer("show clients") if row["database"] == fresh_database.name]
            assert clients and all(row["tls"] for row in clients)


def test_a_pooler_that_cannot_bind_channels_is_refused_when_it_is_required(cluster, fresh_database, certificates):
    with PgBouncer(cluster, certificates=certificates) as pooler:
        options = "?hostaddr=127.0.0.1&sslmode=require&channel_binding=require"
        check_refused(pooler.url(fresh_database, options, host=POOLER_HOST), "channel binding")
