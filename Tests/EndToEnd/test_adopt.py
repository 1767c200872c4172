"""`todoctl migrate adopt`: a table that the Python backend made, without losing a row and scarcely noticed by who reads it."""
import json
import threading

import pytest

from support import tokens
from support.programs import Server, todoctl

PYTHON_MADE = """
    create table tasks (
        id serial primary key, user_id varchar(255) not null, title text not null, description varchar,
        completed boolean, created_at timestamp not null, updated_at timestamp
    );
    create index ix_tasks_user_id on tasks (user_id);
    insert into tasks (user_id, title, description, completed, created_at, updated_at)
    select 'user-' || g % 7, case when g % 20 = 0 then 'Réviser "' || g || '" 漢字' else 'Task ' || g end,
        case when g % 4 = 3 then null else 'Remember ' || g end, case when g % 5 = 0 then null else g % 3 = 0 end,
        timestamp '2026-02-01 08:00:00.123456' + g * interval '61 seconds',
        case when g % 3 = 0 then null else timestamp '2026-03-29 00:30:00' + g * interval '47 seconds' end
    from generate_series(1, {rows}) as g;
    delete from tasks where id > {rows} - 10;
"""
# By a rule of the test's own: naive means UTC, and what is missing has the value that the documentation says.
BEFORE = """
    select id, user_id, title, description, coalesce(completed, false),
        extract(epoch from created_at at time zone 'UTC'),
        extract(epoch from coalesce(updated_at, created_at) at time zone 'UTC')
    from tasks order by id
"""
AFTER = """
    select id, user_id, title, description, completed, extract(epoch from created_at), extract(epoch from updated_at)
    from tasks order by id
"""


def adopt(database, *options):
    return todoctl("migrate", "adopt", *options, DATABASE_URL=database.url)


def make(database, rows=3000):
    database.query(f"alter database \"{database.name}\" set timezone to 'America/New_York'")
    with database.connect("todo") as connection:
        connection.execute(PYTHON_MADE.format(rows=rows))


@pytest.fixture
def python_made(fresh_database):
    make(fresh_database)
    return fresh_database


def test_every_row_is_taken_over_and_the_schema_is_what_the_migrations_make(python_made):
    before = python_made.query(BEFORE)
    done = adopt(python_made, "--yes", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["kind"], document["rows"]) == ("migrate.adopt", 2990)
    assert python_made.query(AFTER) == before
    verified = todoctl("migrate", "verify", "--exit-code", DATABASE_URL=python_made.url)
    assert (verified.returncode, verified.stdout) == (0, "")
    with Server(python_made.url) as server:
        server.wait_until_ready()
        tasks = server.client(tokens.token("user-3")).get("/api/tasks").tasks()
        assert len(tasks) == len([row for row in before if row[1] == "user-3"])
    again = adopt(python_made, "--yes")
    assert again.returncode == 1
    assert "already" in again.stderr


def test_the_plan_tells_what_would_happen_and_changes_nothing(python_made):
    before = python_made.query("select oid, relname, relfilenode from pg_class order by oid")
    plan = adopt(python_made, "--plan")
    assert plan.returncode == 0, plan.stderr
    for expected in (
        "rows           2990,", "writers wait   about", "readers wait   at most 100 ms",
        "id: integer becomes bigint", "created_at: timestamp without time zone becomes timestamp with time zone, meaning UTC",
        "updated_at: null becomes created_at", "left behind    index ix_tasks_user_id",
    ):
        assert expected in plan.stdout
    document = json.loads(adopt(python_made, "--plan", "--json").stdout)
    assert document["kind"] == "migrate.adopt.plan"
    assert (document["rows"], document["refused"]["count"]) == (2990, 0)
    assert python_made.query("select oid, relname, relfilenode from pg_class order by oid") == before


def test_nobody_there_to_ask_is_a_refusal(python_made):
    refused = adopt(python_made)
    assert refused.returncode == 64
    assert "--yes" in refused.stderr
    assert python_made.query("select to_regclass('todo_migrations')") == [(None,)]


def test_rows_that_break_the_rules_are_named_before_anything_is_changed(python_made):
    python_made.query("update tasks set title = '   ' where id = 7; update tasks set title = repeat('x', 231) where id = 12")
    python_made.query("update tasks set title = '' where id between 100 and 128; update tasks set id = -129 where id = 129")
    before = python_made.query(BEFORE)
    for options in (["--plan"], ["--yes"]):
        refused = adopt(python_made, *options)
        assert refused.returncode == 1
        for line in ("32 rows break the rules", "id -129: id is not positive", "id 7: title is blank", "id 12: title has 231 characters", "and 12 more"):
            assert line in refused.stderr
    assert python_made.query(BEFORE) == before
    assert python_made.query("select to_regclass('todo_migrations')") == [(None,)]


def test_what_a_new_table_would_lose_is_named(python_made):
    python_made.query("create view open_tasks as select * from tasks where not completed")
    refused = adopt(python_made, "--yes")
    assert refused.returncode == 1
    assert "the view open_tasks" in refused.stderr
    assert "todoctl migrate up" in refused.stderr


def test_grants_and_further_columns_are_kept(python_made):
    python_made.query("alter table tasks add priority int not null default 3; update tasks set priority = id % 9")
    python_made.query("create role adopted_reader; grant select on tasks to adopted_reader")
    before = python_made.query("select id, priority from tasks order by id")
    assert adopt(python_made, "--yes").returncode == 0
    assert python_made.query("select id, priority from tasks order by id") == before
    assert python_made.query("select has_table_privilege('adopted_reader', 'tasks', 'select')") == [(True,)]


def test_readers_go_on_while_the_rows_are_copied(fresh_database):
    """As many rows as take a while, and a reader who never stops."""
    make(fresh_database, rows=60_000)
    expected = fresh_database.query("select count(*) from tasks where user_id = 'user-3'")[0][0]
    # What is read, and whether writers are locked out at that moment, which they are as long as rows are copied.
    read = """
        select (select count(*) from tasks where user_id = 'user-3'), exists (
            select from pg_locks
            where relation = 'tasks'::regclass and mode = 'ShareRowExclusiveLock' and granted
        )
    """
    reads, ends = [], threading.Event()

    def keep_reading():
        with fresh_database.connect(prepare_threshold=None) as connection:
            while not ends.is_set():
                reads.append(connection.execute(read).fetchone())

    reader = threading.Thread(target=keep_reading)
    reader.start()
    try:
        done = adopt(fresh_database, "--yes")
    finally:
        ends.set()
        reader.join()
    assert done.returncode == 0, done.stderr
    assert {count for count, _ in reads} == {expected}
    assert len([read for read in reads if read[1]]) > 10


def test_numbers_go_on_where_they_were_and_are_not_given_twice(python_made):
    # The last rows are deleted, and their numbers stay theirs.
    assert python_made.query("select max(id) from tasks") == [(2990,)]
    assert adopt(python_made, "--yes").returncode == 0
    assert python_made.query("insert into tasks (user_id, title) values ('u', 't') returning id") == [(3001,)]


def test_a_long_reader_is_waited_for_in_attempts_that_let_others_read(python_made):
    with python_made.connect("todo") as long_reader:
        long_reader.execute("begin")
        long_reader.execute("select count(*) from tasks")
        refused = adopt(python_made, "--yes", "--lock-timeout", "1s")
        assert refused.returncode == 1
        assert "in use" in refused.stderr
    assert python_made.query("select to_regclass('todo_migrations'), to_regnamespace('todo_adoption')") == [(None, None)]
    assert adopt(python_made, "--yes").returncode == 0


def test_a_table_that_is_not_there_or_our_own_is_not_adopted(fresh_database):
    absent = adopt(fresh_database, "--yes")
    assert absent.returncode == 1
    assert "todoctl migrate up" in absent.stderr
    assert todoctl("migrate", "up", DATABASE_URL=fresh_database.url).returncode == 0
    assert adopt(fresh_database, "--yes").returncode == 1
