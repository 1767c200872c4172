"""`todoctl migrate link-users`: the optional foreign key to Better Auth's users, on a table whose policies hide every row."""
import psycopg
import pytest

from support import tokens
from support.programs import Server, migrate, todoctl

LINK = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'tasks_user_id_fkey'"
ENFORCED = "select relrowsecurity and relforcerowsecurity from pg_class where oid = 'tasks'::regclass"


def link(database, *options):
    return todoctl("migrate", "link-users", *options, DATABASE_URL=database.url)


@pytest.fixture
def shared(fresh_database):
    """A database with tasks of alice and bob, and Better Auth's users; the login owns both and sees no row of tasks."""
    migrate(fresh_database)
    with fresh_database.connect("todo") as connection:
        connection.execute('create table "user" (id text primary key, name text)')
        connection.execute("insert into \"user\" values ('alice', 'A'), ('bob', 'B')")
    fresh_database.query("insert into tasks (user_id, title) values ('alice', 'x'), ('alice', 'y'), ('bob', 'z')")
    return fresh_database


def test_deleting_a_user_deletes_the_tasks_and_the_server_serves_on(shared):
    with Server(shared.url) as server:
        server.wait_until_ready()
        done = link(shared)
        assert done.returncode == 0, done.stderr
        assert shared.query(LINK) == [('FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE',)]
        assert shared.query(ENFORCED) == [(True,)]
        alice = server.client(tokens.token("alice"))
        assert alice.create(title="new")["user_id"] == "alice"
        assert len(alice.get("/api/tasks").tasks()) == 3
        # Better Auth's login is the owner here, for whom the policies of tasks hold.
        shared.query("delete from \"user\" where id = 'alice'", user="todo")
        assert alice.get("/api/tasks").tasks() == []
        assert shared.query("select user_id from tasks") == [("bob",)]
    # Neither is it drift.
    assert todoctl("migrate", "verify", DATABASE_URL=shared.url).returncode == 0


def test_again_changes_nothing_and_unlink_takes_it_back(shared):
    assert link(shared).returncode == 0
    again = link(shared)
    assert again.returncode == 0
    assert "nothing to do" in again.stderr
    assert link(shared, "--unlink").returncode == 0
    assert shared.query(LINK) == []
    assert link(shared, "--unlink").returncode == 0


@pytest.mark.parametrize("login", ["todo", "postgres"])
def test_tasks_without_a_user_are_counted_and_named_also_where_policies_hide_them(shared, login):
    shared.query(
        "insert into tasks (user_id, title) select 'ghost-' || lpad((g % 30)::text, 2, '0'), 'x' from generate_series(1, 90) g"
    )
    url = shared.socket_url.replace("//todo@", f"//{login}@")
    refused = todoctl("migrate", "link-users", DATABASE_URL=url)
    assert refused.returncode == 1
    for line in ("90 tasks have users who are not in", "\n  ghost-00: 3\n", "\n  ghost-19: 3\n", "and 10 more"):
        assert line in refused.stderr
    assert "ghost-20" not in refused.stderr
    assert shared.query(LINK) == []
    assert shared.query(ENFORCED) == [(True,)]


def test_a_key_that_was_never_validated_is_validated_by_the_next_run(shared):
    shared.query('alter table tasks add constraint tasks_user_id_fkey foreign key (user_id) references "user" (id) '
                 "on delete cascade not valid")
    assert link(shared).returncode == 0
    assert shared.query("select convalidated from pg_constraint where conname = 'tasks_user_id_fkey'") == [(True,)]


def test_rows_that_break_a_key_are_found_when_it_is_validated_although_policies_hide_them(shared):
    shared.query("insert into tasks (user_id, title) values ('ghost', 'x')")
    shared.query('alter table tasks add constraint tasks_user_id_fkey foreign key (user_id) references "user" (id) '
                 "on delete cascade not valid")
    refused = link(shared)
    assert refused.returncode == 1
    assert shared.query("select convalidated from pg_constraint where conname = 'tasks_user_id_fkey'") == [(False,)]
    assert shared.query(ENFORCED) == [(True,)]


def test_other_names_are_options_and_are_quoted(shared):
    shared.query('create schema "Auth"; create table "Auth"."app users" ("User Id" varchar(64) unique)')
    shared.query('alter schema "Auth" owner to todo; alter table "Auth"."app users" owner to todo')
    shared.query("insert into \"Auth\".\"app users\" values ('alice'), ('bob')")
    done = link(shared, "--table", "Auth.app users", "--column", "User Id")
    assert done.returncode == 0, done.stderr
    assert shared.query(LINK) == [('FOREIGN KEY (user_id) REFERENCES "Auth"."app users"("User Id") ON DELETE CASCADE',)]
    other = link(shared)
    assert other.returncode == 1
    assert "--unlink" in other.stderr


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "there is no table user in this database"),
        ('create table "user" (uid text primary key)', "the table user has no column id"),
        ('create table "user" (id uuid primary key)', "has the type uuid"),
        ('create table "user" (id text)', "is not unique"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_the_remedy(fresh_database, table, told):
    migrate(fresh_database)
    if table:
        with fresh_database.connect("todo") as connection:
            connection.execute(table)
    refused = link(fresh_database)
    assert refused.returncode == 1
    assert told in refused.stderr
    assert fresh_database.query(LINK) == []


def test_nobody_has_tasks_who_is_no_user(shared):
    link(shared)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        shared.query("insert into tasks (user_id, title) values ('ghost', 'x')")
    with Server(shared.url) as server:
        server.wait_until_ready()
        ghost = server.client(tokens.token("ghost"))
        ghost.post("/api/tasks", {"title": "x"}).error(401, "UNAUTHORIZED", "Invalid or expired token")
        # What needs no user is answered as for anybody who has no tasks.
        assert ghost.get("/api/tasks").tasks() == []
        assert "tasks_user_id_fkey" in server.output() and "ghost" not in server.output()
    added = todoctl("task", "add", "x", "--user", "ghost", DATABASE_URL=shared.url)
    assert (added.returncode, added.stdout) == (1, "")
    assert "The user does not exist" in added.stderr


def test_tasks_are_imported_only_for_users(shared, tmp_path):
    link(shared)
    file = str(tmp_path / "alice.jsonl")
    assert todoctl("user", "export", "--user", "alice", "--output", file, DATABASE_URL=shared.url).returncode == 0
    refused = todoctl("user", "import", file, "--user", "ghost", "--adopt", DATABASE_URL=shared.url)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "the user does not exist in the table" in refused.stderr
    assert shared.query("select count(*) from tasks where user_id = 'ghost'") == [(0,)]
