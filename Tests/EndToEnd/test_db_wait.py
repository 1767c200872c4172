"""`todoctl db wait`: scripts and containers go on when the database is there, and are told at once when it never will be."""
import json
import signal
import socket
import subprocess
import threading

import pytest

from support.behaviours import Hold
from support.pgbouncer import PgBouncer
from support.postgres import PASSWORD, Cluster
from support.programs import TODOCTL, environment, migrate, todoctl
from support.proxy import Proxy
from support.waiting import eventually, free_port


def wait(url, *options, **settings):
    done = todoctl("db", "wait", *options, **{"DATABASE_URL": url, **settings})
    assert done.stdout == "" or "--json" in options
    assert PASSWORD not in done.stdout + done.stderr and "tell-nobody" not in done.stdout + done.stderr
    return done


class Waiting:
    """A run under way, whose notes can be read as they come; a context manager that ends it."""

    def __init__(self, url, *options):
        self.process = subprocess.Popen(
            [TODOCTL, "db", "wait", *options], env=environment(DATABASE_URL=url), cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        self.notes = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        with self.process.stderr as notes:
            for note in notes:
                self.notes.append(note)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self._reader.join(5)

    def told(self, cause):
        eventually(lambda: any(cause in note for note in self.notes), what=f"'{cause}' in {self.notes}")

    def ends(self, within=20):
        status = self.process.wait(within)
        self._reader.join(5)
        return status


@pytest.fixture
def own_cluster():
    cluster = Cluster.create()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


def test_a_database_that_is_there_is_not_waited_for(fresh_database):
    done = wait(fresh_database.url)
    assert (done.returncode, done.stderr) == (0, "todoctl: the database is there\n")


def test_it_goes_on_when_the_database_starts_and_says_once_what_it_waits_for(own_cluster):
    database = own_cluster.create_database("todo")
    own_cluster.stop()
    with Waiting(database.url, "--timeout", "60s") as waiting:
        waiting.told("waiting for the database: connection to server at")
        own_cluster.start()
        assert waiting.ends() == 0
    refusals = [note for note in waiting.notes if "Connection refused" in note]
    assert len(refusals) == 1, waiting.notes
    assert waiting.notes[-1] == "todoctl: the database is there\n"


def test_a_database_without_a_connection_left_is_waited_for(own_cluster):
    database = own_cluster.create_database("todo")
    database.query("alter role todo connection limit 0")
    with Waiting(database.url, "--timeout", "60s") as waiting:
        waiting.told('too many connections for role "todo"')
        database.query("alter role todo connection limit -1")
        assert waiting.ends() == 0


def test_a_database_that_says_nothing_is_waited_for_until_the_time_is_over(fresh_database):
    with Proxy(fresh_database.cluster.port) as proxy:
        proxy.behave(Hold())
        done = wait(fresh_database.through(proxy), "--timeout", "1s")
        assert done.returncode == 69
        assert "the database is not there after 1s: no" in done.stderr


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_the_time_is_over(options):
    done = wait(f"postgresql://todo:{PASSWORD}@127.0.0.1:{free_port()}/todo", "--timeout", "1s", *options)
    assert done.returncode == 69
    assert "the database is not there after 1s" in done.stderr and "Connection refused" in done.stderr
    if options:
        document = json.loads(done.stdout)
        assert (document["version"], document["kind"], document["reached"]) == (1, "db.wait", False)
        assert "Connection refused" in document["cause"] and document["waited_milliseconds"] > 500


def test_success_has_a_document_too(fresh_database):
    document = json.loads(wait(fresh_database.url, "--json").stdout)
    assert (document["version"], document["kind"], document["reached"], document["cause"]) == (1, "db.wait", True, None)


HOPELESS = {
    "a wrong password": ("todo:tell-nobody@127.0.0.1:{port}/todo", "password authentication failed", "user and password"),
    "no password": ("todo@127.0.0.1:{port}/todo", "no password supplied", "user and password"),
    "no such database": ("todo:{password}@127.0.0.1:{port}/nowhere", 'database "nowhere" does not exist', "create it"),
    "TLS that is not there": ("todo:{password}@127.0.0.1:{port}/todo?sslmode=require", "does not support SSL", "sslmode"),
    "a broken URL": ("todo:tell-nobody@x@127.0.0.1:{port}/todo", "the URL cannot be read", "%40 for @"),
    "an option that libpq does not know": ("todo:tell-nobody@127.0.0.1/todo?nonsense=1", "the URL cannot be read", "%40"),
    "a mode that there is not": ("todo:tell-nobody@127.0.0.1/todo?sslmode=very", "the URL's sslmode must be one of", "sslmode="),
}


@pytest.mark.parametrize(("address", "cause", "remedy"), HOPELESS.values(), ids=HOPELESS.keys())
def test_what_waiting_cannot_cure_ends_it_at_once(database, address, cause, remedy):
    done = wait("postgresql://" + address.format(port=database.cluster.port, password=PASSWORD), "--timeout", "10m")
    assert done.returncode == 78
    assert "waiting does not help" in done.stderr and cause in done.stderr
    assert remedy in done.stderr.splitlines()[-1]


def test_a_wrong_password_for_a_pooler_ends_it_at_once(cluster, database):
    with PgBouncer(cluster) as pooler:
        assert wait(pooler.url(database)).returncode == 0
        assert wait(pooler.url(database).replace(PASSWORD, "tell-nobody"), "--timeout", "10m").returncode == 78


def test_a_missing_setting_is_named(fresh_database):
    done = todoctl("db", "wait")
    assert done.returncode == 78 and "DATABASE_URL: is not set" in done.stderr
    assert todoctl("db", "wait", MIGRATION_DATABASE_URL=fresh_database.url).returncode == 0


def test_it_waits_for_migrations_when_it_is_told_to(fresh_database):
    assert wait(fresh_database.url).returncode == 0
    with Waiting(fresh_database.url, "--migrated", "--timeout", "60s") as waiting:
        waiting.told("before these are applied: migrations 1 (create tasks)")
        todoctl("migrate", "up", "--to", "3", DATABASE_URL=fresh_database.url)
        waiting.told("before these are applied: migration 4 (keep answers)")
        migrate(fresh_database)
        assert waiting.ends() == 0
    assert waiting.notes[-1] == "todoctl: the database is there, its schema current\n"
    assert len(waiting.notes) == 3


def test_migrations_that_do_not_fit_end_it_at_once(fresh_database):
    migrate(fresh_database)
    fresh_database.query("update todo_migrations set checksum = 'another' where version = 2")
    done = wait(fresh_database.url, "--migrated", "--timeout", "10m")
    assert done.returncode == 4
    assert "migration 2 (isolate users)" in done.stderr and "todoctl migrate repair" in done.stderr


def test_a_login_that_owns_nothing_sees_when_the_schema_is_current(rough_cluster, rough_database):
    migrate(rough_database)
    rough_database.query(f"create role waiter login password '{PASSWORD}' noinherit in role todo_app")
    try:
        assert wait(rough_database.url.replace("//todo:", "//waiter:"), "--migrated", "--timeout", "5s").returncode == 0
    finally:
        rough_database.query("drop role waiter")


def test_ctrl_c_ends_it_at_once_between_attempts():
    with Waiting(f"postgresql://127.0.0.1:{free_port()}/todo", "--timeout", "10m") as waiting:
        waiting.told("Connection refused")
        waiting.process.send_signal(signal.SIGINT)
        assert waiting.ends(within=5) == 130


def test_ctrl_c_ends_it_at_once_during_one():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(15)
        with Waiting(f"postgresql://127.0.0.1:{silent.getsockname()[1]}/todo", "--timeout", "10m") as waiting:
            connection, _ = silent.accept()
            with connection:
                waiting.process.send_signal(signal.SIGINT)
                assert waiting.ends(within=5) == 130
