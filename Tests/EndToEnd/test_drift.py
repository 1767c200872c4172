"""`todoctl migrate verify` and `repair`: what somebody changed by hand is told in a line, and nothing is changed by looking."""
import json

import pytest

from support.programs import migrate, todoctl

# What was done, what `verify` says of it, and what takes it back.
DRIFTS = {
    "a type": (
        "alter table tasks alter description type varchar(500)",
        "column tasks.description is character varying(500), and should be text",
        "alter table tasks alter description type text",
    ),
    "a default": (
        "alter table tasks alter completed drop default",
        "column tasks.completed is boolean not null, and should be boolean not null default false",
        "alter table tasks alter completed set default false",
    ),
    "a column that may be null": (
        "alter table tasks alter updated_at drop not null",
        "column tasks.updated_at is timestamp with time zone default now(), and should be "
        "timestamp with time zone not null default now()",
        "alter table tasks alter updated_at set not null",
    ),
    "a further column": (
        "alter table tasks add priority int",
        "column tasks.priority is not the migrations': integer",
        "alter table tasks drop priority",
    ),
    "a constraint": (
        "alter table tasks drop constraint tasks_user_id_not_empty",
        "constraint tasks.tasks_user_id_not_empty is missing: CHECK",
        "alter table tasks add constraint tasks_user_id_not_empty check (user_id <> '')",
    ),
    "an index": (
        "drop index idx_tasks_user_id",
        "index idx_tasks_user_id is missing: CREATE INDEX",
        "create index idx_tasks_user_id on tasks (user_id, created_at desc, id desc)",
    ),
    "an index of another shape": (
        "drop index idx_tasks_user_id; create index idx_tasks_user_id on tasks (user_id)",
        "index idx_tasks_user_id is CREATE INDEX idx_tasks_user_id ON tasks USING btree (user_id), and should be",
        "drop index idx_tasks_user_id; create index idx_tasks_user_id on tasks (user_id, created_at desc, id desc)",
    ),
    "a policy for everybody": (
        "create policy everybody on tasks using (true)",
        "policy tasks.everybody is not the migrations': for all to public using true",
        "drop policy everybody on tasks",
    ),
    "a policy that checks less": (
        "alter policy tasks_update on tasks with check (true)",
        "policy tasks.tasks_update is for update to public",
        "alter policy tasks_update on tasks with check (user_id = nullif(current_setting('todo.user_id', true), ''))",
    ),
    "row-level security that spares the owner": (
        "alter table tasks no force row level security",
        "table tasks is row-level security enabled, not forced, and should be row-level security enabled and forced",
        "alter table tasks force row level security",
    ),
    "a grant to the role": (
        "grant update on tasks to todo_app",
        "grant tasks to todo_app is delete, insert (completed, description, title, user_id), select, update,",
        "revoke update on tasks from todo_app; "
        "grant update (title, description, completed, updated_at, version) on tasks to todo_app",
    ),
    "a grant to everybody": (
        "grant select on tasks to public",
        "grant tasks to public is not the migrations': select",
        "revoke select on tasks from public",
    ),
    "a role that may log in": (
        "alter role todo_app login",
        "role todo_app is login nosuperuser nobypassrls",
        "alter role todo_app nologin",
    ),
    "a role that policies do not hold for": (
        "alter role todo_app bypassrls",
        "role todo_app is nologin nosuperuser bypassrls",
        "alter role todo_app nobypassrls",
    ),
    "a role with another's powers": (
        "create role keeper; grant keeper to todo_app",
        "membership todo_app in keeper is not the migrations'",
        "drop role keeper",
    ),
    "a trigger": (
        "create trigger touched before update on tasks for each row execute function suppress_redundant_updates_trigger()",
        "trigger tasks.touched is not the migrations'",
        "drop trigger touched on tasks",
    ),
}


def verify(database, *options):
    return todoctl("migrate", "verify", *options, DATABASE_URL=database.url)


@pytest.fixture(scope="module")
def migrated(rough_cluster):
    """On a PostgreSQL whose roles may be changed."""
    database = rough_cluster.create_database("drift")
    migrate(database)
    return database


@pytest.mark.parametrize(("done", "told", "undone"), DRIFTS.values(), ids=DRIFTS.keys())
def test_what_was_changed_by_hand_is_told_in_one_line(migrated, done, told, undone):
    migrated.query(done)
    try:
        found = verify(migrated)
        document = json.loads(verify(migrated, "--json").stdout)
    finally:
        migrated.query(undone)
    assert found.returncode == 4
    [line] = found.stdout.splitlines()
    assert line.startswith(told)
    assert (document["version"], document["kind"]) == (1, "migrate.verify")
    assert [difference["description"] for difference in document["differences"]] == [line]
    assert verify(migrated, "--exit-code").returncode == 0


def test_a_role_with_powers_hides_nothing_else_from_who_may_change_it(migrated):
    migrated.query("alter role todo_app superuser; drop index idx_tasks_user_id")
    try:
        ordinary = verify(migrated)
        administrator = todoctl(
            "migrate", "verify", DATABASE_URL=migrated.socket_url.replace("//todo@", "//postgres@")
        )
        attributes = migrated.query("select rolsuper from pg_roles where rolname = 'todo_app'")
    finally:
        migrated.query("alter role todo_app nosuperuser")
        migrated.query("create index idx_tasks_user_id on tasks (user_id, created_at desc, id desc)")
    assert (ordinary.returncode, administrator.returncode) == (4, 4)
    assert [line.split(" is ")[0] for line in ordinary.stdout.splitlines()] == ["role todo_app"]
    assert "the rest could not be compared: the role todo_app has powers" in ordinary.stderr
    assert [line.split(" is ")[0] for line in administrator.stdout.splitlines()] == [
        "index idx_tasks_user_id", "role todo_app",
    ]
    # It was taken from the role for the comparison alone.
    assert attributes == [(True,)]


def test_looking_locks_nothing_and_leaves_nothing(migrated):
    schemas = "select nspname from pg_namespace order by 1"
    before = migrated.query(schemas)
    with migrated.connect("todo") as connection:
        connection.execute("begin; lock table tasks, todo_migrations in row exclusive mode")
        assert verify(migrated, "--lock-timeout", "1s").returncode == 0
    assert migrated.query(schemas) == before


def test_pending_migrations_are_no_drift(fresh_database):
    todoctl("migrate", "up", "--to", "1", DATABASE_URL=fresh_database.url)
    found = verify(fresh_database)
    assert (found.returncode, found.stdout) == (0, "")
    assert "3 migrations are pending" in found.stderr
    assert verify(fresh_database, "--exit-code").returncode == 3


def test_a_login_that_may_not_make_schemas_is_told_what_to_grant(rough_cluster):
    database = rough_cluster.create_database("ungranted")
    migrate(database)
    database.query("alter database ungranted owner to postgres")
    found = verify(database)
    assert found.returncode == 1
    assert "grant create on database ungranted to todo;" in found.stderr


def test_a_modified_migration_is_accepted_only_where_the_schema_is_right(fresh_database):
    migrate(fresh_database)
    fresh_database.query("update todo_migrations set checksum = 'another' where version = 2")
    settings = {"DATABASE_URL": fresh_database.url}
    refused = todoctl("migrate", "up", **settings)
    assert refused.returncode == 1
    assert "todoctl migrate repair --accept 2" in refused.stderr
    assert todoctl("migrate", "status", "--exit-code", **settings).returncode == 4
    assert verify(fresh_database).returncode == 4

    fresh_database.query("drop index idx_tasks_user_id")
    drift = todoctl("migrate", "repair", "--accept", "2", **settings)
    assert drift.returncode == 4
    assert "index idx_tasks_user_id is missing" in drift.stderr
    assert fresh_database.query("select checksum from todo_migrations where version = 2") == [("another",)]

    fresh_database.query("create index idx_tasks_user_id on tasks (user_id, created_at desc, id desc)")
    repaired = todoctl("migrate", "repair", "--accept", "2", **settings)
    assert repaired.returncode == 0, repaired.stderr
    assert todoctl("migrate", "status", "--exit-code", **settings).returncode == 0
    assert todoctl("migrate", "repair", "--accept", "2", **settings).returncode == 1


def test_a_record_that_was_lost_is_told_from_one_that_is_pending_and_put_back(fresh_database):
    migrate(fresh_database)
    fresh_database.query("delete from todo_migrations where version = 1")
    settings = {"DATABASE_URL": fresh_database.url}
    status = json.loads(todoctl("migrate", "status", "--json", **settings).stdout)
    assert [migration["state"] for migration in status["migrations"]] == ["missing", "applied", "applied", "applied"]
    assert todoctl("migrate", "repair", "--accept", "1", **settings).returncode == 0
    assert todoctl("migrate", "up", **settings).returncode == 0


def test_a_newer_database_is_left_to_newer_builds(fresh_database):
    migrate(fresh_database)
    fresh_database.query("insert into todo_migrations values (99, 'from the future', 'x')")
    settings = {"DATABASE_URL": fresh_database.url}
    for command in (["up"], ["verify"], ["plan"], ["down", "--to", "1", "--yes"]):
        done = todoctl("migrate", *command, **settings)
        assert done.returncode == 1
        assert "newer" in done.stderr
    assert todoctl("migrate", "status", "--exit-code", **settings).returncode == 4
