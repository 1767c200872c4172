"""`todoctl doctor` and the database: each fault, made by hand, is named with what to do about it."""
import pytest

from support import tokens
from support.behaviours import Hold
from support.certificates import Certificates
from support.doctor import DATABASE_CHECKS, Report, settings_for
from support.pgbouncer import PgBouncer
from support.postgres import PASSWORD, Cluster
from support.programs import Server, migrate, todoctl
from support.proxy import Proxy
from support.waiting import eventually, free_port


@pytest.fixture(scope="module")
def migrated(rough_cluster):
    """On a PostgreSQL whose roles may be changed."""
    database = rough_cluster.create_database("doctored")
    migrate(database)
    return database


UNREACHED = {
    "a wrong password": ("todo:tell-nobody@127.0.0.1:{port}/doctored", 78, "password authentication failed", "user and password"),
    "no such database": ("todo:{password}@127.0.0.1:{port}/nowhere", 78, 'database "nowhere" does not exist', "administrator create"),
    "nobody there": ("todo:{password}@127.0.0.1:{free}/doctored", 69, "Connection refused", "start PostgreSQL"),
    "no TLS": ("todo:{password}@127.0.0.1:{port}/doctored?sslmode=require", 78, "does not support SSL", "correct sslmode"),
    "an @ in the password": ("todo:x@tell-nobody@127.0.0.1:{port}/doctored", 78, "the URL cannot be read", "%40 for @"),
    "a / in the password": ("todo:tell-nobody/x@127.0.0.1:{port}/doctored", 78, "the URL cannot be read", "%2F for /"),
}


@pytest.mark.parametrize(("address", "exit_code", "finding", "remedy"), UNREACHED.values(), ids=UNREACHED.keys())
def test_a_database_that_is_not_reached_is_a_fault_and_the_rest_of_it_is_skipped(migrated, address, exit_code, finding, remedy):
    url = "postgresql://" + address.format(port=migrated.cluster.port, password=PASSWORD, free=free_port())
    report = Report(settings_for(url)).only_fault("database.connection", exit_code, finding, remedy)
    assert report.named("skipped") == DATABASE_CHECKS[1:]
    assert report["port.clients"]["status"] == "ok"


def test_a_silent_database_has_a_deadline(migrated):
    with Proxy(migrated.cluster.port) as proxy:
        proxy.behave(Hold())
        report = Report(settings_for(migrated.through(proxy)), "--timeout", "1s")
        report.only_fault("database.connection", 69, "", "todoctl db wait")


# What was done, which check tells, what it says, what is to be done, the exit code, and what takes it back.
BREACHES = {
    "a role that bypasses row-level security": (
        "alter role todo_app bypassrls", "database.isolation", "bypasses row-level security", "nobypassrls", 1,
        "alter role todo_app nobypassrls",
    ),
    "row-level security that spares the owner": (
        "alter table tasks no force row level security", "database.isolation", "is not in force on the table tasks",
        "force row level security", 1, "alter table tasks force row level security",
    ),
    "a policy for everybody": (
        "create policy everybody on tasks using (true); insert into tasks (user_id, title) values ('a', 'b')",
        "database.isolation", "a policy lets everybody in", "drop that policy", 1,
        "drop policy everybody on tasks; delete from tasks",
    ),
    "a grant that is gone": (
        "revoke select on tasks from todo_app", "database.isolation", "lacks its grants", "todoctl migrate up", 1,
        "grant select on tasks to todo_app",
    ),
    "an index that is gone": (
        "drop index idx_tasks_user_id", "database.indexes", "idx_tasks_user_id is missing", "todoctl migrate verify", 4,
        "create index idx_tasks_user_id on tasks (user_id, created_at desc, id desc)",
    ),
    "an index that is invalid": (
        "update pg_index set indisvalid = false where indexrelid = 'idx_tasks_user_completed'::regclass",
        "database.indexes", "idx_tasks_user_completed is invalid", "reindex index concurrently idx_tasks_user_completed", 4,
        "reindex index idx_tasks_user_completed",
    ),
    "an index that serves no list": (
        "drop index idx_tasks_user_id; create index idx_tasks_user_id on tasks (user_id)", "database.indexes",
        "no index serves listing tasks, the next page of tasks", "todoctl migrate verify", 4,
        "drop index idx_tasks_user_id; create index idx_tasks_user_id on tasks (user_id, created_at desc, id desc)",
    ),
    "a default that is gone": (
        "alter table tasks alter completed drop default", "database.drift", "column tasks.completed is boolean not null",
        "todoctl migrate verify", 4, "alter table tasks alter completed set default false",
    ),
}


@pytest.mark.parametrize(("done", "check", "finding", "remedy", "exit_code", "undone"), BREACHES.values(), ids=BREACHES.keys())
def test_what_was_changed_by_hand_is_a_fault_until_it_is_undone(migrated, done, check, finding, remedy, exit_code, undone):
    migrated.query(done)
    try:
        report = Report(settings_for(migrated.url))
    finally:
        migrated.query(undone)
    # The comparison with the migrations tells it as well.
    assert report.named("fault") == ([check, "database.drift"] if check != "database.drift" else [check])
    assert finding in report[check]["finding"] and remedy in report[check]["remedy"], report[check]
    assert report.done.returncode == exit_code
    assert Report(settings_for(migrated.url)).document["status"] == "ok"


def test_a_planner_that_uses_no_index_for_many_rows_is_a_warning(fresh_database):
    migrate(fresh_database)
    fresh_database.query("insert into tasks (user_id, title) select 'u' || g % 50, 't' from generate_series(1, 20000) g")
    fresh_database.query("analyze tasks")
    assert Report(settings_for(fresh_database.url)).document["status"] == "ok"
    fresh_database.query(f"alter database {fresh_database.name} set random_page_cost = 1000000")
    report = Report(settings_for(fresh_database.url))
    assert (report.done.returncode, report.named("warning")) == (0, ["database.indexes"])
    assert "among about 20000 rows the planner uses no index for" in report["database.indexes"]["finding"]
    assert "analyze tasks" in report["database.indexes"]["remedy"]


@pytest.mark.parametrize(
    ("applied", "finding"), [(None, "migrations 1 (create tasks), 2"), ("3", "before these are applied: migration 4 (")]
)
def test_pending_migrations_are_a_fault(fresh_database, applied, finding):
    if applied:
        todoctl("migrate", "up", "--to", applied, DATABASE_URL=fresh_database.url)
    report = Report(settings_for(fresh_database.url)).only_fault("database.schema", 3, finding, "todoctl migrate up")
    assert report.named("skipped") == ["database.isolation", "database.indexes"]
    assert report["database.drift"]["status"] == ("ok" if applied else "not_applicable")


def test_records_that_do_not_fit_are_a_fault(fresh_database):
    migrate(fresh_database)
    fresh_database.query("update todo_migrations set checksum = 'another' where version = 2")
    Report(settings_for(fresh_database.url)).only_fault("database.schema", 4, "migration 2 (isolate users)", "repair")
    fresh_database.query("delete from todo_migrations where version = 2")
    Report(settings_for(fresh_database.url)).only_fault("database.schema", 4, "although a later one is", "repair")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_hold_every_text_is_a_fault_and_not_served(rough_cluster, encoding):
    database = rough_cluster.create_database(f"encoded_{encoding.lower()}", encoding)
    migrate(database)
    finding = f"the database's encoding is {encoding}"
    Report(settings_for(database.url)).only_fault("database.isolation", 1, finding, "encoding UTF8")
    with Server(database.url) as server:
        server.wait_until_listening()
        client = server.client(tokens.token())
        assert client.get("/health/ready").status == 503
        client.request("POST", "/api/tasks", {"title": "日" * 150}).error(503, "SERVICE_UNAVAILABLE")
        eventually(lambda: finding in server.output(), what="the reason in the log")


def test_a_newer_database_is_a_warning(fresh_database):
    migrate(fresh_database)
    fresh_database.query("insert into todo_migrations values (99, 'from the future', 'x')")
    report = Report(settings_for(fresh_database.url))
    assert (report.done.returncode, report.named("warning")) == (0, ["database.schema"])
    assert "99 (from the future)" in report["database.schema"]["finding"]


def test_a_login_that_owns_nothing_proves_as_much_as_it_may(rough_cluster, migrated):
    migrated.query(f"create role humble login password '{PASSWORD}' in role todo_app")
    try:
        url = migrated.url.replace("//todo:", "//humble:")
        alone = Report(settings_for(url))
        assert (alone.done.returncode, alone.named("warning")) == (0, ["database.drift"])
        assert "MIGRATION_DATABASE_URL" in alone["database.drift"]["remedy"]
        assert Report(settings_for(url, MIGRATION_DATABASE_URL=migrated.url)).document["status"] == "ok"
    finally:
        migrated.query("drop role humble")


@pytest.fixture(scope="module")
def tls_database():
    with Certificates() as certificates:
        cluster = Cluster.create(certificates)
        try:
            cluster.start()
            database = cluster.create_database("todo")
            migrate(database)
            yield database
        finally:
            cluster.remove()


def test_a_server_that_is_not_verified_is_a_warning(tls_database):
    authority = tls_database.cluster.certificates.authority
    elsewhere = tls_database.url.replace("@127.0.0.1", "@db.example.org") + "?hostaddr=127.0.0.1"
    report = Report(settings_for(f"{elsewhere}&sslmode=require"))
    assert (report.done.returncode, report.named("warning")) == (0, ["database.tls"])
    assert "TLSv1.3, but the server is not verified (sslmode=require)" in report["database.tls"]["finding"]
    assert "sslmode=verify-full" in report["database.tls"]["remedy"]

    verified = Report(settings_for(f"{tls_database.url}?sslmode=verify-full&sslrootcert={authority}"))
    assert verified["database.tls"]["status"] == "ok"
    other = tls_database.cluster.certificates.other_authority
    Report(settings_for(f"{tls_database.url}?sslmode=verify-full&sslrootcert={other}")).only_fault(
        "database.connection", 78, "certificate verify failed", "sslrootcert"
    )


def test_a_connection_that_is_not_encrypted_is_a_warning(migrated):
    url = migrated.url.replace("@127.0.0.1", "@db.example.org") + "?hostaddr=127.0.0.1"
    report = Report(settings_for(url))
    assert (report.done.returncode, report.named("warning")) == (0, ["database.tls"])
    assert "is not encrypted" in report["database.tls"]["finding"]


@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_a_pooler_is_told_and_wants_a_url_for_migrations(rough_cluster, migrated, mode):
    with PgBouncer(rough_cluster, mode) as pooler:
        settings = settings_for(pooler.url(migrated))
        report = Report(settings)
        assert (report.done.returncode, report.named("warning")) == (0, ["database.pooler"])
        assert "MIGRATION_DATABASE_URL" in report["database.pooler"]["remedy"]
        assert Report({**settings, "MIGRATION_DATABASE_URL": migrated.url}).document["status"] == "ok"
        told = Report({**settings, "DATABASE_POOLER_MODE": "session"})["database.pooler"]
        assert "DATABASE_POOLER_MODE=session: wrong unless" in told["finding"]


def test_a_url_for_migrations_that_leads_nowhere_is_a_fault(migrated):
    report = Report(settings_for(migrated.url, MIGRATION_DATABASE_URL=f"postgresql://todo@127.0.0.1:{free_port()}/todo"))
    report.only_fault("database.drift", 69, "Connection refused", "MIGRATION_DATABASE_URL")
