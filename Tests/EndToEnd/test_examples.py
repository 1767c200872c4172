"""`Examples/`: programs of others on our libraries. The tests of `Examples/FileStore` are its own."""
import json
import signal
import subprocess
import textwrap

import pytest

from support.examples import FOLDER, built, program, swift_package
from support.postgres import PASSWORD
from support.programs import environment, migrate


def test_the_core_alone_fetches_three_packages_and_compiles_two_of_them():
    [core] = json.loads(swift_package("TodoTool", "show-dependencies", "--format", "json"))["dependencies"]
    assert {package["identity"] for package in packages(core)} == {
        "swift-collections", "swift-custom-dump", "xctest-dynamic-overlay",
    }
    compiled = {path.stem for path in (built("TodoTool") / "debug/Modules").glob("*.swiftmodule")}
    assert compiled == {"InternalCollectionsUtilities", "IssueReporting", "OrderedCollections", "TodoCore", "TodoTool"}


def packages(package):
    """Those that a package depends on, directly or by others."""
    for dependency in package["dependencies"]:
        yield dependency
        yield from packages(dependency)


def todo_tool(*lines):
    """What it prints for the lines, behind its help."""
    done = subprocess.run(
        [program("TodoTool")], input="".join(f"{line}\n" for line in lines), env=environment(), capture_output=True, text=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()[4:]


def test_the_tool_remembers_tasks_while_it_runs():
    assert todo_tool("add  Buy milk ", "add Water the plants", "done 1", "list", "rm 2", "list", "done 1") == [
        "1 [ ] Buy milk", "2 [ ] Water the plants", "1 [x] Buy milk",
        "2 [ ] Water the plants", "1 [x] Buy milk",
        "removed 2",
        "1 [x] Buy milk",
        "1 [ ] Buy milk",
    ]


def test_the_tool_says_what_is_wrong_and_goes_on():
    assert todo_tool("add", "done one", "rm 9", "what?", "add Buy milk") == [
        "Title is required and must be between 1 and 200 characters",
        "Task id must be an integer",
        "Task not found",
        *todo_tool_help(),
        "1 [ ] Buy milk",
    ]


def todo_tool_help():
    source = (FOLDER / "TodoTool/Sources/TodoTool/TodoList.swift").read_text()
    return textwrap.dedent(source.split('"""')[1]).strip().splitlines()


@pytest.fixture
def tasks(fresh_database):
    migrate(fresh_database)
    return fresh_database


def add(database, user, *titles, completed=False):
    for title in titles:
        database.query("insert into tasks (user_id, title, completed) values (%s, %s, %s)", [user, title, completed])


def sessions(database):
    [(count,)] = database.query(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    )
    return count


def digest(**settings):
    return subprocess.run(
        [program("NightlyDigest")], env=environment(**settings), capture_output=True, text=True, timeout=60
    )


def test_the_digest_shows_everybodys_open_tasks_and_ends(tasks):
    add(tasks, "alice", "Buy milk", "Water the plants")
    add(tasks, "alice", "Done already", completed=True)
    add(tasks, "bob", "Nothing left", completed=True)
    add(tasks, "carol", "One", "Two", "Three", "Four")
    done = digest(DATABASE_URL=tasks.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "alice: 2 open\n  Water the plants\n  Buy milk\n"
        "carol: 4 open\n  Four\n  Three\n  Two\n  …\n"
    )
    assert sessions(tasks) == 0


def test_the_digest_says_what_it_lacks():
    assert "DATABASE_URL" in digest().stderr
    assert digest().returncode == 78


def test_the_digest_says_that_the_database_is_away():
    done = digest(DATABASE_URL=f"postgresql://todo:{PASSWORD}@127.0.0.1:1/todo")
    assert (done.returncode, done.stdout) == (69, "")
    assert "the database cannot be reached" in done.stderr
    assert PASSWORD not in done.stderr


def test_the_digest_says_that_the_schema_is_missing(fresh_database):
    done = digest(DATABASE_URL=fresh_database.url)
    assert (done.returncode, done.stdout) == (69, "")
    assert "todoctl migrate up" in done.stderr
    assert sessions(fresh_database) == 0


def test_the_digest_stops_when_it_is_told_to_and_closes_its_connections(tasks):
    """It waits for a reader of what it prints, so it is in the middle."""
    count = 20_000
    tasks.query(f"insert into tasks (user_id, title) select 'user ' || g, 'Task ' || g from generate_series(1, {count}) g")
    process = subprocess.Popen(
        [program("NightlyDigest")], env=environment(DATABASE_URL=tasks.url), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline().startswith("user ")
        process.send_signal(signal.SIGTERM)
        printed, said = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 69
    assert "CANCELLED" in said or "interrupted" in said
    assert printed.count("open") < count - 1
    assert sessions(tasks) == 0
