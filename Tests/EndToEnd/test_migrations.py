"""`todoctl migrate up`: from nothing, again, at once, and over a table that the Python backend made."""
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens
from support.programs import Server, migrate, todoctl

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


def test_again_changes_nothing(fresh_database):
    migrate(fresh_database)
    dump = "select string_agg(c::text, ',' order by c::text) from pg_class c where relnamespace = 'public'::regnamespace"
    before = fresh_database.query("select oid, relname, relfilenode from pg_class where relname ~ 'task' order by oid")
    done = todoctl("migrate", "up", DATABASE_URL=fresh_database.url)
    assert done.returncode == 0, done.stderr
    assert fresh_database.query("select oid, relname, relfilenode from pg_class where relname ~ 'task' order by oid") == before
    assert fresh_database.query(dump)


def test_several_at_once_all_succeed(fresh_database):
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
