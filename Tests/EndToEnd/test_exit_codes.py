"""The exit codes of `todoctl`, each as its `--help` and the documentation have it."""
import os
import re
import signal
import subprocess

import pytest

from support.programs import REPOSITORY, SECRET, TODOCTL, environment, migrate, todoctl
from support.waiting import eventually


def documented(text):
    return {int(code) for code in re.findall(r"^(?:  |\| )(\d+) ", text, re.M)}


@pytest.fixture
def database(fresh_database):
    migrate(fresh_database)
    return fresh_database


def test_0_is_done_and_1_failed(database):
    assert todoctl("task", "add", "x", "--user", "alice", DATABASE_URL=database.url).returncode == 0
    assert todoctl("task", "show", "999", "--user", "alice", DATABASE_URL=database.url).returncode == 1


@pytest.mark.parametrize(
    "command",
    [
        "migrate plan --json", "migrate status --json", "migrate up --dry-run --json", "user list", "user list --json",
        "user stats", "task list --user u1", "task list --user u1 --json", "task add x --user u1", "token issue --user u1",
        "token jwks dev.jwk", "doctor", "doctor --json", "--help", "--version", "--generate-completion-script bash",
    ],
)
def test_1_is_a_result_that_cannot_be_written(database, tmp_path, command):
    # More users than are written at once.
    database.query("insert into tasks (user_id, title) select 'u' || g, 'x' from generate_series(1, 3000) g")
    assert todoctl("token", "keygen", str(tmp_path / "dev.jwk")).returncode == 0
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [TODOCTL, *command.split()], env=environment(DATABASE_URL=database.url, BETTER_AUTH_SECRET=SECRET), cwd=tmp_path,
            stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[-1] == (
        "todoctl: the result cannot be written to standard output: No space left on device"
    )


def test_3_is_pending_for_whoever_asks(fresh_database):
    assert todoctl("migrate", "status", "--exit-code", DATABASE_URL=fresh_database.url).returncode == 3
    assert todoctl("migrate", "status", DATABASE_URL=fresh_database.url).returncode == 0


def test_4_is_drift(database):
    database.query("alter table tasks add column intruder int")
    assert todoctl("migrate", "verify", DATABASE_URL=database.url).returncode == 4


def test_64_is_wrong_use():
    assert todoctl("task").returncode == 0, "a group of commands alone shows its help"
    assert todoctl("task", "list").returncode == 64


def test_65_is_a_bad_file(database, tmp_path):
    file = tmp_path / "tasks.jsonl"
    file.write_text("nonsense\n")
    done = todoctl("user", "import", str(file), "--user", "alice", "--unsealed", DATABASE_URL=database.url)
    assert done.returncode == 65


def test_69_is_a_database_that_is_away():
    assert todoctl("migrate", "status", DATABASE_URL="postgresql://u@127.0.0.1:1/d").returncode == 69


def test_78_is_a_setting():
    assert todoctl("migrate", "status").returncode == 78


@pytest.mark.parametrize(
    ("command", "setting"),
    [
        ("migrate status", "DATABASE_URL"), ("migrate up", "MIGRATION_DATABASE_URL"), ("user list", "MIGRATION_DATABASE_URL"),
        ("idempotency prune", "DATABASE_URL"), ("task list --user u1", "DATABASE_URL"), ("user export --user u1", "DATABASE_URL"),
    ],
)
def test_78_is_a_url_that_cannot_be_right(database, command, setting):
    settings = {"DATABASE_URL": database.url, setting: "postgresql://todo:hidden/word@127.0.0.1/todo"}
    done = todoctl(*command.split(), **settings)
    assert done.returncode == 78, done.stderr
    shown = done.stdout + done.stderr
    assert "must be percent-encoded" in shown and setting in shown
    assert "hidden" not in shown and "word@" not in shown


def test_130_is_interrupted_and_nothing_is_half_done(database, tmp_path):
    database.query("insert into tasks (user_id, title) select 'alice', 'x' from generate_series(1, 1000)")
    file = str(tmp_path / "alice.jsonl")
    assert todoctl("user", "export", "--user", "alice", "--output", file, DATABASE_URL=database.url).returncode == 0
    with database.connect() as holder:
        holder.execute("begin; lock table tasks in exclusive mode")
        process = subprocess.Popen(
            [TODOCTL, "user", "import", file, "--user", "bob", "--adopt"], env=environment(DATABASE_URL=database.url),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        eventually(
            lambda: database.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"),
            what="an import that waits",
        )
        process.send_signal(signal.SIGINT)
        eventually(lambda: os.read(process.stderr.fileno(), 4096), what="a note")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        holder.execute("rollback")
    assert process.returncode == 130
    again = todoctl("user", "import", file, "--user", "bob", "--adopt", DATABASE_URL=database.url)
    assert again.returncode == 0
    assert database.query("select count(*) from tasks where user_id = 'bob'") == [(1000,)]


def test_the_help_and_the_documentation_have_the_same_ones():
    with open(f"{REPOSITORY}/Docs.docc/CommandLine.md") as file:
        page = file.read()
    codes = {0, 1, 3, 4, 64, 65, 69, 78, 130}
    assert documented(todoctl("--help").stdout) == codes
    assert documented(page) == codes
