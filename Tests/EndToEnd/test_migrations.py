"""`todoctl migrate up`, `plan` and `down`: from nothing, again, at once, killed, through a pooler, and over a table that the
Python backend made."""
import json
import signal
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens
from support.pgbouncer import PgBouncer
from support.programs import TODOCTL, Server, environment, migrate, todoctl
from support.waiting import eventually

COLUMNS = """
    select column_name, data_type, is_nullable from information_schema.columns
    where table_schema = 'public' and table_name = 'tasks' order by column_name
"""
SCHEMA = [
    ("completed", "boolean", "NO"),
    ("created_at", "timestamp with time zone", "NO"),
    ("description", "text", "YES"),
    ("id", "bigint", "NO"),
    ("title", "character varying", "NO"),
    ("updated_at", "timestamp with time zone", "NO"),
    ("user_id", "character varying", "NO"),
    ("version", "bigint", "NO"),
]
INDEXES = {
    "idx_tasks_user_id": "(user_id, created_at DESC, id DESC)",
    "idx_tasks_user_completed": "(user_id, completed, created_at DESC, id DESC)",
}


def check_schema(database):
    assert database.query(COLUMNS) == SCHEMA
    definitions = dict(database.query("select indexname, indexdef from pg_indexes where tablename = 'tasks'"))
    for name, columns in INDEXES.items():
        assert definitions[name].endswith(columns), definitions[name]
    # Nobody makes the rules' task easier than the table does.
    for statement in (
        "insert into tasks (user_id, title) values ('', 'x')",
        "insert into tasks (user_id, title) values ('u', '')",
        "insert into tasks (user_id, title) values ('u', repeat('x', 201))",
        "insert into tasks (user_id, title) values (repeat('x', 256), 'x')",
    ):
        with pytest.raises(Exception, match="violates|too long"):
            database.query(statement)


def test_an_empty_database_becomes_current(fresh_database):
    migrate(fresh_database)
    check_schema(fresh_database)


def test_migrating_again_changes_nothing(fresh_database):
    migrate(fresh_database)
    dump = "select string_agg(c::text, ',' order by c::text) from pg_class c where relnamespace = 'public'::regnamespace"
    before = fresh_database.query("select oid, relname, relfilenode from pg_class where relname ~ 'task' order by oid")
    done = todoctl("migrate", "up", DATABASE_URL=fresh_database.url)
    assert done.returncode == 0, done.stderr
    assert fresh_database.query("select oid, relname, relfilenode from pg_class where relname ~ 'task' order by oid") == before
    assert fresh_database.query(dump)


def test_several_runs_at_once_all_succeed(fresh_database):
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: todoctl("migrate", "up", DATABASE_URL=fresh_database.url), range(4)))
    assert [run.returncode for run in runs] == [0] * 4, [run.stderr for run in runs]
    check_schema(fresh_database)


def test_migrations_may_have_a_url_of_their_own(fresh_database):
    done = todoctl(
        "migrate", "up", MIGRATION_DATABASE_URL=fresh_database.url, DATABASE_URL="postgresql://pooler.invalid/todo"
    )
    assert done.returncode == 0, done.stderr
    check_schema(fresh_database)


def tables(database):
    return database.query("select tablename from pg_tables where schemaname = 'public' order by 1")


def test_a_dry_run_executes_everything_and_keeps_nothing(fresh_database):
    tried = todoctl("migrate", "up", "--dry-run", "--json", DATABASE_URL=fresh_database.url)
    assert tried.returncode == 0, tried.stderr
    document = json.loads(tried.stdout)
    assert (document["kind"], document["dry_run"]) == ("migrate.up", True)
    assert [migration["version"] for migration in document["applied"]] == [1, 2, 3, 4]
    assert {(migration["state"], migration["applied_at"]) for migration in document["applied"]} == {("pending", None)}
    assert tables(fresh_database) == []
    # What would fail fails when it is tried.
    fresh_database.query("create table tasks (id serial primary key)")
    assert todoctl("migrate", "up", "--dry-run", DATABASE_URL=fresh_database.url).returncode == 1


def test_the_plan_is_a_script_that_does_what_up_does(fresh_database):
    settings = {"DATABASE_URL": fresh_database.url}
    planned = todoctl("migrate", "plan", "--exit-code", **settings)
    assert planned.returncode == 3
    assert tables(fresh_database) == []
    with fresh_database.connect("todo") as connection:
        connection.execute(planned.stdout)
    assert todoctl("migrate", "status", "--exit-code", **settings).returncode == 0
    assert todoctl("migrate", "verify", "--exit-code", **settings).returncode == 0
    after = todoctl("migrate", "plan", "--exit-code", **settings)
    assert (after.returncode, after.stdout) == (0, "")


def test_step_by_step_up_and_down_again(fresh_database):
    settings = {"DATABASE_URL": fresh_database.url}
    assert todoctl("migrate", "up", "--to", "1", **settings).returncode == 0
    fresh_database.query("insert into tasks (user_id, title) values ('alice', 'kept')")
    assert todoctl("migrate", "status", "--exit-code", **settings).returncode == 3
    assert todoctl("migrate", "up", **settings).returncode == 0

    asked = todoctl("migrate", "down", "--to", "1", **settings)
    assert asked.returncode == 64
    assert "--yes" in asked.stderr
    undone = todoctl("migrate", "down", "--to", "1", "--yes", **settings)
    assert undone.returncode == 0, undone.stderr
    # Nothing of it is left.
    assert todoctl("migrate", "verify", "--exit-code", **settings).returncode == 3
    migrate(fresh_database)
    assert todoctl("migrate", "verify", "--exit-code", **settings).returncode == 0
    assert fresh_database.query("select title from tasks") == [("kept",)]


def test_what_would_delete_tasks_has_no_way_back(fresh_database):
    migrate(fresh_database)
    refused = todoctl("migrate", "down", "--to", "0", "--yes", DATABASE_URL=fresh_database.url)
    assert refused.returncode == 1
    assert "migration 1 (create tasks) has no way back" in refused.stderr
    assert todoctl("migrate", "status", "--exit-code", DATABASE_URL=fresh_database.url).returncode == 0


def test_a_version_that_does_not_exist_is_refused(fresh_database):
    for command in (["up", "--to", "77"], ["plan", "--to", "77"], ["down", "--to", "77", "--yes"]):
        refused = todoctl("migrate", *command, DATABASE_URL=fresh_database.url)
        assert refused.returncode == 1
        assert "there is no migration 77" in refused.stderr


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_ended_in_the_middle_nothing_is_left_and_the_next_run_succeeds(fresh_database, how):
    fresh_database.query(BY_SQLMODEL)
    fresh_database.query("alter table tasks owner to todo")
    held = "select count(*) from pg_locks where locktype = 'advisory' and database = (" \
        "select oid from pg_database where datname = current_database())"
    waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    with fresh_database.connect() as reader, tempfile.TemporaryDirectory() as directory:
        # The migration has made its own table and waits for this one.
        reader.execute("begin; lock table tasks in access share mode")
        run = subprocess.Popen(
            [TODOCTL, "migrate", "up"], env=environment(DATABASE_URL=fresh_database.url), cwd=directory,
            stdin=subprocess.DEVNULL,
        )
        eventually(lambda: fresh_database.query(waiting) == [(1,)], what="a migration that waits")
        assert fresh_database.query(held) == [(1,)]
        run.send_signal(how)
        assert run.wait(10) == -how
        # The server notices, although the table is locked still.
        eventually(lambda: fresh_database.query(held) == [(0,)], what="the end of the run")
        reader.execute("commit")
    assert tables(fresh_database) == [("tasks",)]
    migrate(fresh_database)
    check_schema(fresh_database)


def test_everything_works_through_a_transaction_pooler(cluster, fresh_database):
    with PgBouncer(cluster) as pooler, ThreadPoolExecutor(3) as pool:
        settings = {"DATABASE_URL": pooler.url(fresh_database)}
        runs = list(pool.map(lambda _: todoctl("migrate", "up", **settings), range(3)))
        assert [run.returncode for run in runs] == [0] * 3, [run.stderr for run in runs]
        for command in (
            ["verify", "--exit-code"], ["down", "--to", "1", "--yes"], ["up", "--dry-run"], ["up"], ["status", "--exit-code"],
        ):
            done = todoctl("migrate", *command, **settings)
            assert done.returncode == 0, done.stderr
    check_schema(fresh_database)


# As SQLModel makes it: neither defaults nor checks, and an index whose name is SQLModel's own.
BY_SQLMODEL = """
    create table tasks (
        id serial primary key, user_id varchar(255) not null, title varchar(200) not null, description varchar,
        completed boolean not null, created_at timestamp not null, updated_at timestamp not null
    );
    create index ix_tasks_user_id on tasks (user_id);
    create index idx_tasks_user_completed on tasks (user_id, completed);
"""
BY_HAND = """
    create table tasks (
        id serial primary key, user_id varchar(255) not null,
        title varchar(200) not null check (char_length(title) between 1 and 200), description text,
        completed boolean not null default false, created_at timestamp not null default (now() at time zone 'utc'),
        updated_at timestamp {null} default (now() at time zone 'utc')
    );
    create index idx_tasks_user_id on tasks (user_id);
    create index idx_tasks_user_completed on tasks (user_id, completed);
"""
TABLES = {
    "as SQLModel makes it": BY_SQLMODEL,
    "as written by hand": BY_HAND.format(null="not null"),
    "with times of update that may be missing": BY_HAND.format(null="null"),
    "with time zones": BY_HAND.format(null="not null").replace("timestamp ", "timestamptz ").replace(
        "(now() at time zone 'utc')", "now()"
    ),
}
ROWS = """
    insert into tasks (id, user_id, title, description, completed, created_at, updated_at)
    select g, 'user-' || g % 5,
        case when g % 20 = 0 then 'Réviser "chapitre ' || g || '" \\ 漢字 & <b>' else 'Task ' || g end,
        case when g % 4 = 3 then null when g % 20 = 0 then E'line one\\nline "two"\\t😀' else 'Remember ' || g end,
        g % 3 = 0,
        timestamp '2026-02-01 08:00:00' + g * interval '61 seconds' + g % 997 * interval '1003 microseconds',
        timestamp '2026-03-29 00:30:00' + g * interval '47 seconds'
    from generate_series(1, 2000) as g;
    select setval(pg_get_serial_sequence('tasks', 'id'), 2000);
"""
CONTENT = "id, user_id, title, description, completed"


@pytest.fixture(params=TABLES.values(), ids=TABLES.keys())
def python_made(request, fresh_database):
    """A database of the Python backend's, whose sessions do not think in UTC."""
    fresh_database.query(f'alter database "{fresh_database.name}" set timezone to \'America/New_York\'')
    with fresh_database.connect("todo") as connection:
        connection.execute(request.param)
        connection.execute("set timezone to 'UTC'")
        connection.execute(ROWS)
        if "timestamp null" in request.param:
            connection.execute("update tasks set updated_at = null where id % 7 = 0")
    return fresh_database


def times(database, naive):
    """Every row's times as microseconds since 1970, by the rule that what has no time zone means UTC."""
    zone = " at time zone 'UTC'" if naive else ""
    return database.query(
        f"select id, extract(epoch from created_at{zone}) * 1000000, extract(epoch from updated_at{zone}) * 1000000 "
        "from tasks order by id"
    )


def test_a_table_of_the_python_backend_is_taken_over(python_made):
    database = python_made
    naive = database.query(COLUMNS)[1][1] == "timestamp without time zone"
    content_before = database.query(f"select {CONTENT} from tasks order by id")
    times_before = times(database, naive)

    migrate(database)
    check_schema(database)
    assert database.query(f"select {CONTENT} from tasks order by id") == content_before
    for (_, created, updated), (_, created_before, updated_before) in zip(times(database, False), times_before, strict=True):
        assert created == created_before
        # A time of update that was missing is not earlier than the task.
        assert updated == updated_before if updated_before is not None else updated >= created
    assert database.query("select distinct version from tasks") == [(1,)]

    with Server(database.url) as server:
        server.wait_until_ready()
        client = server.client(tokens.token("user-3"))
        tasks = client.get("/api/tasks").tasks()
        assert len(tasks) == 400
        # 2026-02-01 08:00:00 and three times 61 seconds and 1,003 microseconds, in UTC.
        assert tasks[-1]["id"] == 3
        assert tasks[-1]["created_at"] == "2026-02-01T08:03:03.003Z"
        assert client.create()["id"] > 2000
        changed = client.patch("/api/tasks/3/complete").task()
        assert changed["created_at"] == "2026-02-01T08:03:03.003Z"

    migrate(database)
    assert database.query("select count(*) from tasks") == [(2001,)]


def test_rows_with_numbers_that_no_task_has_are_named_before_anything_is_changed(python_made):
    python_made.query("update tasks set id = -id where id in (3, 7); update tasks set id = 0 where id = 12")
    before = python_made.query(f"select {CONTENT} from tasks order by id")
    refused = todoctl("migrate", "up", DATABASE_URL=python_made.url)
    assert refused.returncode == 1
    assert "-7, -3, 0 " in refused.stderr
    script = todoctl("migrate", "plan", DATABASE_URL=python_made.url).stdout
    with python_made.connect("todo") as connection, pytest.raises(Exception, match="-7, -3, 0 "):
        connection.execute(script)
    assert python_made.query(f"select {CONTENT} from tasks order by id") == before
    assert python_made.query("select to_regclass('todo_migrations')") == [(None,)]

    python_made.query("update tasks set id = 2100 - id where id < 1")
    migrate(python_made)
    check_schema(python_made)
