"""`todoctl task`: one user's tasks from the command line, by the same rules as the API."""
import json

import pytest

from support import tokens
from support.programs import todoctl


@pytest.fixture
def user():
    return tokens.user()


@pytest.fixture
def task(database, user):
    """Runs `todoctl task` for the user."""

    def run(*arguments):
        return todoctl("task", *arguments, "--user", user, DATABASE_URL=database.url)

    return run


def document(done, kind, note=""):
    assert done.returncode == 0, done.stderr
    assert done.stderr == note
    parsed = json.loads(done.stdout)
    assert (parsed["version"], parsed["kind"]) == (1, kind)
    return parsed


def test_what_is_added_is_shown_listed_completed_and_deleted(task, user, client, server):
    added = document(task("add", "Buy milk", "--description", "Two litres", "--json"), "task.add")["task"]
    assert (added["title"], added["description"], added["completed"], added["user_id"]) == (
        "Buy milk", "Two litres", False, user
    )
    # The server sees the very same task.
    assert server.client(tokens.token(user)).get(f"/api/tasks/{added['id']}").task() == added
    number = str(added["id"])
    assert document(task("show", number, "--json"), "task.show")["task"] == added
    completed = document(task("complete", number, "--json"), "task.complete")["task"]
    assert completed["completed"] and completed["updated_at"] > added["updated_at"]
    assert document(task("complete", number, "--json"), "task.complete")["task"]["completed"], "it does not toggle"
    assert document(task("list", "--completed", "true", "--json"), "task.list")["tasks"][0]["id"] == added["id"]
    assert document(task("list", "--completed", "false", "--json"), "task.list")["tasks"] == []
    assert not document(task("complete", number, "--undo", "--json"), "task.complete")["task"]["completed"]
    deleted = document(task("delete", number, "--yes", "--json"), "task.delete", f"todoctl: deleted task {number}\n")["task"]
    assert deleted["id"] == added["id"]
    assert document(task("list", "--json"), "task.list")["tasks"] == []


def test_people_read_tables_and_facts(task):
    for title in ("First", "Second \u001b[31mred"):
        assert task("add", title).returncode == 0
    lines = task("list").stdout.splitlines()
    assert lines[0].split() == ["ID", "DONE", "CREATED", "TITLE"]
    assert lines[1].endswith("Second \\u{1b}[31mred"), "a title does not command the terminal"
    assert lines[2].endswith("First")
    number = lines[1].split()[0]
    assert "title      Second" in task("show", number).stdout
    assert "\u001b" not in "".join(lines)


def test_a_long_list_is_whole_and_may_be_limited(task, user, database):
    database.query(
        "insert into tasks (user_id, title, created_at) "
        "select %s, 'Task ' || g, now() + g * interval '1 second' from generate_series(1, 3000) g", [user],
    )
    tasks = document(task("list", "--json"), "task.list")["tasks"]
    assert [entry["title"] for entry in tasks] == [f"Task {number}" for number in range(3000, 0, -1)]
    assert len(document(task("list", "--limit", "2", "--json"), "task.list")["tasks"]) == 2


def test_refusals_have_the_sentences_of_the_api(task):
    refused = task("add", "x" * 201)
    assert refused.returncode == 1 and refused.stdout == ""
    assert "Title is required and must be between 1 and 200 characters" in refused.stderr
    assert "Task id must be an integer" in task("show", "seven").stderr
    for command in (("show", "1"), ("complete", "1"), ("delete", "1", "--yes")):
        refused = task(*command)
        assert (refused.returncode, refused.stdout) == (1, ""), "another user's task, or none"
        assert "Task not found" in refused.stderr


def test_deleting_asks_and_is_refused_where_nobody_can_answer(task, user, database):
    number = json.loads(task("add", "Precious", "--json").stdout)["task"]["id"]
    refused = task("delete", str(number))
    assert refused.returncode == 64 and "--yes" in refused.stderr
    assert database.query("select count(*) from tasks where id = %s", [number]) == [(1,)]


@pytest.mark.parametrize("arguments", [["list"], ["list", "--user", ""], ["list", "--user", "u" * 256], ["add", "--user", "u"]])
def test_wrong_use_is_status_64(arguments):
    done = todoctl("task", *arguments)
    assert done.returncode == 64 and done.stdout == ""


def test_a_database_that_is_away_is_status_69_without_the_password():
    done = todoctl("task", "list", "--user", "u", DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/todo")
    assert done.returncode == 69 and done.stdout == ""
    assert done.stderr and "hunter2" not in done.stderr
