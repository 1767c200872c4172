"""`todoctl doctor`: each fault, made by hand, is named with what to do about it, and a healthy set-up has none."""
import json
import re
import signal
import socket
import subprocess

import pexpect
import pytest

from support.behaviours import Hold
from support.certificates import Certificates
from support.jwks import Issuer, Key, stall
from support.pgbouncer import PgBouncer
from support.postgres import PASSWORD, Cluster
from support.programs import SECRET, TODOCTL, Server, environment, migrate, todoctl
from support.proxy import Proxy
from support.waiting import eventually, free_port

CHECKS = [
    "settings", "secret", "database.connection", "database.tls", "database.pooler", "database.clock", "database.schema",
    "database.isolation", "database.indexes", "database.drift", "issuer.keys", "port.clients", "port.operators",
]
DATABASE_CHECKS = [check for check in CHECKS if check.startswith("database.")]


class Report:
    """What one run told, as text and as a document, which agree."""

    def __init__(self, settings, *options):
        self.done = todoctl("doctor", "--json", *options, **settings)
        self.document = json.loads(self.done.stdout)
        assert (self.document["version"], self.document["kind"]) == (1, "doctor")
        checks = self.document["checks"]
        assert [check["check"] for check in checks] == CHECKS
        assert all(set(check) == {"check", "status", "fault", "finding", "remedy"} for check in checks)
        assert all((check["remedy"] is not None) == (check["status"] in ("fault", "warning")) for check in checks)
        assert all((check["fault"] is not None) == (check["status"] == "fault") for check in checks)
        self.checks = {check["check"]: check for check in checks}

    def __getitem__(self, check):
        return self.checks[check]

    def named(self, status):
        return [check["check"] for check in self.checks.values() if check["status"] == status]

    def only_fault(self, name, exit_code, finding, remedy):
        assert self.named("fault") == [name], self.done.stdout
        check = self[name]
        assert finding in check["finding"], check
        assert remedy in check["remedy"], check
        assert self.done.returncode == exit_code
        assert self.document["status"] == "fault"
        return self


@pytest.fixture
def issuer():
    with Issuer(Key("first"), Key("second", "ES256")) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def migrated(rough_cluster):
    """On a PostgreSQL whose roles may be changed."""
    database = rough_cluster.create_database("doctor")
    migrate(database)
    return database


def settings_for(url, **settings):
    return {"DATABASE_URL": url, "BETTER_AUTH_SECRET": SECRET, "PORT": free_port(), **settings}


@pytest.fixture(autouse=True)
def no_secret_in_any_output(monkeypatch):
    """Whatever is at fault, no output of any run here shows a password or a secret."""
    original, outputs = subprocess.run, []

    def run(*arguments, **options):
        done = original(*arguments, **options)
        outputs.append(f"{done.stdout}{done.stderr}")
        return done

    monkeypatch.setattr(subprocess, "run", run)
    yield
    for output in outputs:
        assert PASSWORD not in output and SECRET not in output and "tell-nobody" not in output


def test_all_is_well(migrated, issuer):
    settings = settings_for(migrated.url, BETTER_AUTH_URL=issuer.url, ADMIN_PORT=free_port())
    report = Report(settings)
    assert report.done.returncode == 0, report.done.stdout
    assert report.document["status"] == "ok"
    assert report.named("ok") == [check for check in CHECKS if check != "database.tls"]
    assert re.fullmatch(
        rf"127\.0\.0\.1:{migrated.cluster.port}, database doctor as todo, PostgreSQL [0-9.]+, in \d+ ms",
        report["database.connection"]["finding"],
    )
    assert report["issuer.keys"]["finding"] == f'{issuer.url}/api/auth/jwks has 2 keys: "first", "second"'

    text = todoctl("doctor", **settings)
    assert text.returncode == 0
    lines = text.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [["–" if name == "database.tls" else "✔", name] for name in CHECKS]
    assert text.stderr == "todoctl: 0 faults, 0 warnings\n"
    assert "\x1b" not in text.stdout + text.stderr, "no colour in a pipe"


def test_looking_changes_nothing(migrated):
    everything = "select relname, relfilenode from pg_class union all select nspname, 0 from pg_namespace order by 1, 2"
    before = migrated.query(everything)
    assert todoctl("doctor", **settings_for(migrated.url)).returncode == 0
    assert migrated.query(everything) == before


def test_every_wrong_setting_is_told_and_the_rest_is_checked_all_the_same(migrated):
    report = Report(settings_for(migrated.url, LOG_LEVEL="loud", MAX_BODY_BYTES="1", FRONTEND_URL="x"))
    report.only_fault("settings", 78, "MAX_BODY_BYTES: must be a whole number", "TodoServer --help")
    assert [line.split(":")[0] for line in report["settings"]["finding"].splitlines()] == [
        "FRONTEND_URL", "MAX_BODY_BYTES", "LOG_LEVEL",
    ]
    assert report.named("skipped") == ["port.clients", "port.operators"]
    assert report["database.drift"]["status"] == "ok"


def test_without_a_database_url_the_database_is_not_asked():
    report = Report({"BETTER_AUTH_SECRET": SECRET, "PORT": free_port()})
    report.only_fault("settings", 78, "DATABASE_URL: is not set", "in the environment or in .env")
    assert report.named("skipped") == DATABASE_CHECKS


def test_a_file_of_settings_that_cannot_be_read_is_a_fault(tmp_path):
    (tmp_path / ".env").write_bytes(b"DATABASE_URL=\xff")
    done = subprocess.run(
        [TODOCTL, "doctor", "--json"], env=environment(), cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    [check] = json.loads(done.stdout)["checks"]
    assert (check["check"], check["status"], done.returncode) == ("settings", "fault", 78)
    assert check["finding"].startswith(".env: the file cannot be read")


@pytest.mark.parametrize(
    ("secret", "finding"),
    [
        (None, "BETTER_AUTH_SECRET is not set"), ("tell-nobody", "has 11 bytes, but HS256 needs at least 32"),
        ("your-secret-key-tell-nobody-change-in-production", "is a value from public examples"),
    ],
)
def test_a_missing_or_weak_secret(migrated, secret, finding):
    report = Report(settings_for(migrated.url, BETTER_AUTH_SECRET=secret))
    report.only_fault("secret", 78, finding, "openssl rand -base64 32")
    assert report["settings"]["status"] == "ok"


def test_an_origin_for_everybody_is_a_warning(migrated):
    report = Report(settings_for(migrated.url, FRONTEND_URL="*"))
    assert (report.done.returncode, report.document["status"], report.named("warning")) == (0, "warning", ["settings"])


UNREACHED = {
    "a wrong password": ("todo:tell-nobody@127.0.0.1:{port}/doctor", 78, "password authentication failed", "user and password"),
    "no such database": ("todo:{password}@127.0.0.1:{port}/nowhere", 78, 'database "nowhere" does not exist', "administrator create"),
    "nobody there": ("todo:{password}@127.0.0.1:{free}/doctor", 69, "Connection refused", "start PostgreSQL"),
    "no TLS": ("todo:{password}@127.0.0.1:{port}/doctor?sslmode=require", 78, "does not support SSL", "correct sslmode"),
    "an @ in the password": ("todo:x@tell-nobody@127.0.0.1:{port}/doctor", 78, "the URL cannot be read", "%40 for @"),
    "a / in the password": ("todo:tell-nobody/x@127.0.0.1:{port}/doctor", 78, "the URL cannot be read", "%2F for /"),
}


@pytest.mark.parametrize(("address", "exit_code", "finding", "remedy"), UNREACHED.values(), ids=UNREACHED.keys())
def test_a_database_that_is_not_reached(migrated, address, exit_code, finding, remedy):
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
def test_what_was_changed_by_hand(migrated, done, check, finding, remedy, exit_code, undone):
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
def test_pending_migrations(fresh_database, applied, finding):
    if applied:
        todoctl("migrate", "up", "--to", applied, DATABASE_URL=fresh_database.url)
    report = Report(settings_for(fresh_database.url)).only_fault("database.schema", 3, finding, "todoctl migrate up")
    assert report.named("skipped") == ["database.isolation", "database.indexes"]
    assert report["database.drift"]["status"] == ("ok" if applied else "not_applicable")


def test_records_that_do_not_fit(fresh_database):
    migrate(fresh_database)
    fresh_database.query("update todo_migrations set checksum = 'another' where version = 2")
    Report(settings_for(fresh_database.url)).only_fault("database.schema", 4, "migration 2 (isolate users)", "repair")
    fresh_database.query("delete from todo_migrations where version = 2")
    Report(settings_for(fresh_database.url)).only_fault("database.schema", 4, "although a later one is", "repair")


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


def test_a_url_for_migrations_that_leads_nowhere(migrated):
    report = Report(settings_for(migrated.url, MIGRATION_DATABASE_URL=f"postgresql://todo@127.0.0.1:{free_port()}/todo"))
    report.only_fault("database.drift", 69, "Connection refused", "MIGRATION_DATABASE_URL")


def test_an_issuer_that_is_away(migrated):
    url = f"http://127.0.0.1:{free_port()}"
    report = Report(settings_for(migrated.url, BETTER_AUTH_URL=url))
    report.only_fault("issuer.keys", 69, f"{url}/api/auth/jwks: cannot connect: connection refused", "start the issuer")


def test_an_issuer_that_says_nothing_has_a_deadline(migrated, issuer):
    issuer.behave = stall
    report = Report(settings_for(migrated.url, BETTER_AUTH_URL=issuer.url), "--timeout", "1s")
    report.only_fault("issuer.keys", 69, "no answer within 1 s", "start the issuer")


def test_keys_that_are_not_used_are_a_warning(migrated, issuer):
    issuer.further = [{"kty": "oct", "kid": "shared", "k": "c2VjcmV0"}]
    report = Report(settings_for(migrated.url, BETTER_AUTH_URL=issuer.url))
    assert (report.done.returncode, report.named("warning")) == (0, ["issuer.keys"])
    assert 'not used: entry 0 (kid "shared")' in report["issuer.keys"]["finding"]


def test_a_port_that_is_taken_and_one_that_a_server_of_ours_has(migrated):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        report = Report(settings_for(migrated.url, PORT=port))
        report.only_fault("port.clients", 78, f"port {port} of 127.0.0.1 is in use by another program", "PORT")
        report = Report(settings_for(migrated.url, ADMIN_PORT=port))
        report.only_fault("port.operators", 78, f"port {port} of 127.0.0.1 is in use", "ADMIN_PORT")
    admin_port = free_port()
    with Server(migrated.url, ADMIN_PORT=admin_port) as server:
        server.wait_until_ready()
        eventually(lambda: server.output().count("Listening for operators"), what="the admin listener")
        report = Report(settings_for(migrated.url, PORT=server.port, ADMIN_PORT=admin_port))
    assert report.document["status"] == "ok"
    assert f"listens on port {server.port} of 127.0.0.1 already" in report["port.clients"]["finding"]
    assert f"listens on port {admin_port} of 127.0.0.1 already" in report["port.operators"]["finding"]


def test_an_address_that_is_not_this_machines(migrated):
    report = Report(settings_for(migrated.url, HOST="192.0.2.1"))
    report.only_fault("port.clients", 78, "nobody can listen on port", "HOST=127.0.0.1")


def test_the_first_fault_decides_how_it_ends(migrated):
    report = Report(settings_for(migrated.url.replace(str(migrated.cluster.port), str(free_port())), LOG_LEVEL="loud"))
    assert report.named("fault") == ["settings", "database.connection"]
    assert report.done.returncode == 78


def test_a_fault_is_followed_by_what_to_do(migrated):
    text = todoctl("doctor", **settings_for(migrated.url, BETTER_AUTH_SECRET="short")).stdout.splitlines()
    place = [index for index, line in enumerate(text) if line.startswith("✘")]
    assert [text[index].split()[1] for index in place] == ["secret"]
    assert text[place[0] + 1].strip() == "to do: make one with: openssl rand -base64 32"


def terminal(settings, **further):
    child = pexpect.spawn(
        TODOCTL, ["doctor"], env=environment(**settings, TERM="xterm", **further), encoding="utf-8", timeout=60,
        dimensions=(60, 200), cwd="/",
    )
    text = child.read()
    child.close()
    return text


def test_marks_have_colours_on_a_terminal_unless_nobody_wants_them(migrated):
    settings = settings_for(migrated.url, BETTER_AUTH_SECRET="short", FRONTEND_URL="*")
    text = terminal(settings)
    for mark in ("\x1b[32m✔\x1b[0m database.schema", "\x1b[33m!\x1b[0m settings", "\x1b[31m✘\x1b[0m secret"):
        assert mark in text
    assert "\x1b" not in terminal(settings, NO_COLOR="1")


def test_ctrl_c_ends_it_at_once(migrated):
    with Proxy(migrated.cluster.port) as proxy:
        proxy.behave(Hold())
        child = subprocess.Popen(
            [TODOCTL, "doctor", "--timeout", "10m"], env=environment(**settings_for(migrated.through(proxy))), cwd="/",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        try:
            while not child.stdout.readline().startswith("✔ secret"):
                assert child.poll() is None
            child.send_signal(signal.SIGINT)
            assert child.wait(10) == 130
        finally:
            child.kill()
            child.communicate()
