"""`todoctl user list`, `stats` and `erase`: all users from the command line, and one who is forgotten."""
import json
import subprocess

import pytest

from support import tokens
from support.pgbouncer import PgBouncer
from support.postgres import Cluster, Database
from support.programs import TODOCTL, environment, migrate, todoctl
from support.waiting import eventually


@pytest.fixture
def people(fresh_database):
    """A database in which alice has three tasks, one completed, and bob one."""
    migrate(fresh_database)
    fresh_database.query(
        "insert into tasks (user_id, title, completed) values "
        "('alice', 'a', true), ('alice', 'b', false), ('bob', 'c', false), ('alice', 'd', false)"
    )
    return fresh_database


def user(database, *arguments, url=None):
    return todoctl("user", *arguments, DATABASE_URL=url or database.url)


def test_every_user_is_listed_and_counted(people):
    done = user(people, "list", "--json")
    document = json.loads(done.stdout)
    assert (document["version"], document["kind"]) == (1, "user.list")
    assert [(row["user_id"], row["tasks"], row["completed"]) for row in document["users"]] == [("alice", 3, 1), ("bob", 1, 0)]
    lines = user(people, "list").stdout.splitlines()
    assert lines[0].split() == ["TASKS", "OPEN", "LAST", "CHANGE", "USER"]
    assert [line.split()[0] for line in lines[1:]] == ["3", "1"] and lines[1].endswith("alice")


def test_statistics_are_of_all_or_of_one(people):
    everybody = json.loads(user(people, "stats", "--json").stdout)
    assert (everybody["users"], everybody["tasks"], everybody["completed"]) == (2, 4, 1)
    bob = json.loads(user(people, "stats", "--user", "bob", "--json").stdout)
    assert (bob["users"], bob["tasks"], bob["completed"], bob["text_bytes"]) == (1, 1, 0, 1)
    nobody = json.loads(user(people, "stats", "--user", "nobody", "--json").stdout)
    assert (nobody["tasks"], nobody["last_change"]) == (0, None)


def test_the_role_is_taken_for_one_transaction_and_never_by_the_server(people):
    # Membership alone shows nothing; neither does the role that the server has.
    assert people.query("select count(*) from tasks", user="todo") == [(0,)]
    with people.connect("todo") as connection:
        connection.execute("set role todo_app")
        assert connection.execute("select count(*) from tasks").fetchall() == [(0,)]
        connection.execute("set role todo_admin")
        assert connection.execute("select count(*) from tasks").fetchall() == [(4,)]
        # Even so it changes the rows of the user it names alone.
        connection.execute("select set_config('todo.user_id', 'bob', false)")
        assert connection.execute("delete from tasks returning user_id").fetchall() == [("bob",)]
        with pytest.raises(Exception, match="row-level security"):
            connection.execute("insert into tasks (user_id, title) values ('alice', 'x')")
    assert not people.query("select pg_has_role('todo_app', 'todo_admin', 'member')")[0][0]


def test_erasing_says_what_and_takes_everything_of_that_user_alone(people):
    done = user(people, "erase", "--user", "alice", "--yes", "--json")
    assert done.returncode == 0
    assert "3 tasks, 0 entries in the ledger of imports and 0 idempotency keys" in done.stderr
    assert json.loads(done.stdout)["tasks"] == 3
    assert people.query("select user_id from tasks") == [("bob",)]


def test_erasing_is_refused_where_nobody_can_answer(people):
    done = user(people, "erase", "--user", "alice")
    assert done.returncode == 64 and "--yes" in done.stderr and "3 tasks" in done.stderr
    assert people.query("select count(*) from tasks where user_id = 'alice'") == [(3,)]


def test_an_erase_that_is_killed_leaves_all_or_nothing(people):
    # Somebody holds one of the rows, so that the statement is under way for as long as we like.
    with people.connect() as holder:
        holder.execute("begin")
        holder.execute("select 1 from tasks where title = 'd' for update")
        process = subprocess.Popen(
            [TODOCTL, "user", "erase", "--user", "alice", "--yes"], env=environment(DATABASE_URL=people.url),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        eventually(
            lambda: people.query(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'delete from tasks'"
            ),
            what="an erase that waits",
        )
        process.kill()
        process.communicate()
        holder.execute("rollback")
    eventually(
        lambda: not people.query(
            "select 1 from pg_stat_activity where usename = 'todo' and datname = current_database()"
        ),
        what="the end of the killed session",
    )
    assert people.query("select count(*) from tasks where user_id = 'alice'") == [(3,)]
    assert user(people, "erase", "--user", "alice", "--yes").returncode == 0
    assert people.query("select count(*) from tasks where user_id = 'alice'") == [(0,)]


def test_listing_and_erasing_work_through_a_pooler_in_transaction_mode(people, cluster):
    with PgBouncer(cluster, pool_size=1) as pooler:
        url = pooler.url(people)
        with pooler.connect(people) as neighbour:
            # What another client leaves in the session does not matter.
            neighbour.execute("set search_path to nowhere")
            neighbour.execute("set default_transaction_read_only to on")
        assert len(json.loads(user(people, "list", "--json", url=url).stdout)["users"]) == 2
        assert user(people, "erase", "--user", "alice", "--yes", url=url).returncode == 0
        with pooler.connect(people) as neighbour:
            assert neighbour.execute("select current_user, current_setting('todo.user_id', true)").fetchall() == [("todo", "")]
    assert people.query("select user_id from tasks") == [("bob",)]


def test_a_schema_that_is_too_old_is_said(fresh_database):
    done = user(fresh_database, "list")
    assert done.returncode == 69 and done.stdout.splitlines()[1:] == []
    assert "run todoctl migrate up" in done.stderr


def test_a_login_without_the_role_is_told_what_to_do(people):
    people.query("create role stranger login; grant connect on database " + people.name + " to stranger")
    done = user(people, "list", url=people.socket_url.replace("todo@", "stranger@"))
    people.query("revoke connect on database " + people.name + " from stranger; drop role stranger")
    assert done.returncode == 69
    assert "todo_admin" in done.stderr


@pytest.fixture
def restricted():
    """The URL of a database whose owner may not make roles, on a PostgreSQL that has `todo_app` alone."""
    cluster = Cluster.create()
    try:
        cluster.start()
        Database(cluster, "postgres").query("create role plain login")
        Database(cluster, "postgres").query("create role todo_app; grant todo_app to plain")
        Database(cluster, "postgres").query("create database plain owner plain")
        yield Database(cluster, "plain")
    finally:
        cluster.remove()


def test_what_the_server_needs_is_made_without_the_role_of_administration(restricted):
    url = restricted.socket_url.replace("todo@", "plain@")
    run = lambda *arguments: todoctl(*arguments, DATABASE_URL=url)  # noqa: E731
    for command in [("migrate", "up"), ("migrate", "verify"), ("task", "add", "Buy milk", "--user", "alice")]:
        done = run(*command)
        assert done.returncode == 0, (command, done.stderr)

    done = run("user", "list")
    assert done.returncode == 69
    assert "create role todo_admin nologin;" in done.stderr and "todoctl migrate down --to 2 --yes" in done.stderr
    restricted.query("create role todo_admin nologin; grant todo_admin to plain")
    for command in [("migrate", "down", "--to", "2", "--yes"), ("migrate", "up"), ("migrate", "verify")]:
        done = run(*command)
        assert done.returncode == 0, (command, done.stderr)
    assert "alice" in run("user", "list").stdout
