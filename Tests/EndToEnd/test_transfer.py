"""`todoctl user export` and `import`: whole, checked, exactly once, whatever ends them."""
import hashlib
import json
import os
import signal
import subprocess

import pytest

from support import tokens
from support.pgbouncer import PgBouncer
from support.programs import TODOCTL, environment, migrate, todoctl
from support.waiting import eventually

CONTENT = "title, description, completed, created_at, updated_at"
IN_ORDER = f"select {CONTENT} from tasks where user_id = %s order by created_at, id"


@pytest.fixture
def home(fresh_database, tmp_path):
    """A migrated database of the test's own and a folder."""
    migrate(fresh_database)
    return Home(fresh_database, tmp_path)


class Home:
    def __init__(self, database, folder):
        self.database = database
        self.folder = folder
        self.url = database.url

    def fill(self, user, count):
        """Tasks of all sorts, several of which were made at the same time."""
        self.database.query(
            """
            insert into tasks (user_id, title, description, completed, created_at, updated_at)
            select %s, case when g %% 7 = 0 then 'Réviser "' || g || '" \\ 漢字' else 'Task ' || g end,
                case g %% 3 when 0 then null when 1 then '' else E'line one\\n\\ttwo \\u0001 😀 ' || g end, g %% 2 = 0,
                timestamptz '2026-02-01 08:00:00+00' + g / 3 * interval '61.000017 seconds',
                timestamptz '2026-03-01 08:00:00+00' + g * interval '7 microseconds'
            from generate_series(1, %s) g
            """,
            [user, count],
        )

    def path(self, name):
        return str(self.folder / name)

    def todoctl(self, *arguments):
        return todoctl("user", *arguments, DATABASE_URL=self.url)

    def start(self, *arguments):
        return subprocess.Popen(
            [TODOCTL, "user", *arguments], env=environment(DATABASE_URL=self.url), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def export(self, user, name="tasks.jsonl", *arguments):
        done = self.todoctl("export", "--user", user, "--output", self.path(name), "--json", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def load(self, user, name="tasks.jsonl", *arguments, status=0):
        done = self.todoctl("import", self.path(name), "--user", user, "--json", *arguments)
        assert done.returncode == status, done.stdout + done.stderr
        return json.loads(done.stdout) if done.stdout else done.stderr

    def write(self, name, *lines):
        """A file that no export has written."""
        with open(self.path(name), "wb") as file:
            file.writelines(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
        return name

    def count(self, user):
        return self.database.query("select count(*) from tasks where user_id = %s", [user])[0][0]

    def rows(self, user):
        return self.database.query(IN_ORDER, [user])

    def come_to_rest(self):
        """Waits until what the server had begun for a killed process has ended."""
        eventually(
            lambda: not self.database.query(
                "select 1 from pg_stat_activity where usename = 'todo' and datname = current_database()"
            ),
            what="the end of the killed session",
        )


def line(**fields):
    return {
        "title": "A", "description": None, "completed": False, "created_at": "2026-02-17T10:00:00.000Z",
        "updated_at": "2026-02-17T10:00:00.000Z", **fields,
    }


def test_what_was_exported_is_imported_in_the_same_order_with_the_same_times(home):
    home.fill("alice", 12_345)
    home.fill("bob", 3)
    report = home.export("alice")
    with open(home.path("tasks.jsonl"), "rb") as file:
        lines = file.readlines()
    assert len(lines) == 12_346
    digest = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    assert json.loads(lines[-1]) == {"export": {"tasks": 12_345, "sha256": digest}}
    assert (report["tasks"], report["sha256"], report["kind"]) == (12_345, digest, "user.export")
    assert {json.loads(text)["user_id"] for text in lines[:-1]} == {"alice"}

    assert home.load("carol", "tasks.jsonl", "--adopt") | {"file": ""} == {
        "version": 1, "kind": "user.import", "user_id": "carol", "file": "", "tasks": 12_345, "imported": 12_345,
        "refused": 0, "refusals": [], "sha256": digest,
    }
    assert home.rows("carol") == home.rows("alice")
    assert home.count("bob") == 3


def test_standard_output_takes_the_same_bytes(home):
    home.fill("alice", 2000)
    home.export("alice")
    done = home.todoctl("export", "--user", "alice")
    assert done.returncode == 0
    with open(home.path("tasks.jsonl"), encoding="utf-8", newline="") as file:
        assert done.stdout == file.read()
    assert "exported 2000 tasks" in done.stderr
    with pytest.raises(FileNotFoundError):
        os.stat(home.path("tasks.jsonl.part"))


def test_a_user_without_tasks_has_a_file_with_a_seal_alone(home):
    assert home.export("nobody")["tasks"] == 0
    assert home.load("nobody")["imported"] == 0


def test_a_file_is_not_overwritten_by_accident(home):
    home.fill("alice", 1)
    home.export("alice")
    again = home.todoctl("export", "--user", "alice", "--output", home.path("tasks.jsonl"))
    assert again.returncode == 1 and "--force" in again.stderr
    home.export("alice", "tasks.jsonl", "--force")


def test_a_file_is_imported_once(home):
    home.fill("alice", 6000)
    home.export("alice")
    home.todoctl("erase", "--user", "alice", "--yes")
    assert home.load("alice")["imported"] == 6000
    os.rename(home.path("tasks.jsonl"), home.path("other.jsonl"))
    assert home.load("alice", "other.jsonl")["imported"] == 0
    assert home.count("alice") == 6000
    assert home.load("alice", "other.jsonl", "--again")["imported"] == 6000
    assert home.count("alice") == 12_000


BAD = {
    b'{"title": "x"\n': {"line": "The line is not valid JSON"},
    b'[]\n': {"line": "The line must be a JSON object"},
    b'\xff\n': {"line": "The line is not UTF-8"},
    b'{"title":"\\ud800","completed":true}\n': {"line": "The line is not valid JSON"},
    json.dumps(line(title=7, completed="yes", created_at="today")).encode() + b"\n": {
        "title": "Title must be a string", "completed": "Completed is required and must be true or false",
        "created_at": "Created at is required and must be a time such as 2026-02-17T10:00:00.000Z",
    },
    json.dumps(line(title="x" * 201)).encode() + b"\n": {
        "title": "Title is required and must be between 1 and 200 characters"
    },
    json.dumps(line(description="a\0b")).encode() + b"\n": {
        "description": "Description must not contain the character U+0000"
    },
    json.dumps(line(user_id="mallory")).encode() + b"\n": {"user_id": "The task belongs to another user"},
}


def test_bad_lines_are_reported_by_number_and_good_ones_are_not_lost(home):
    lines = []
    for index, bad in enumerate(BAD):
        lines += [line(title=f"Good {index}", unknown={"a": [1]}), bad]
    home.write("bad.jsonl", *lines, b"\n", line(title="Last", user_id="alice"))
    report = home.load("alice", "bad.jsonl", "--unsealed", status=65)
    assert (report["imported"], report["refused"]) == (len(BAD) + 1, len(BAD))
    assert report["refusals"] == [
        {"line": 2 * index + 2, "details": details} for index, details in enumerate(BAD.values())
    ]
    titles = [row[0] for row in home.rows("alice")]
    assert titles == [f"Good {index}" for index in range(len(BAD))] + ["Last"]


def test_lines_that_were_refused_are_imported_once_they_are_adopted(home):
    home.write("mixed.jsonl", line(title="A"), line(title="B", user_id="mallory"), line(title="C", user_id="alice"))

    def load(*arguments, status=0):
        report = home.load("alice", "mixed.jsonl", "--unsealed", *arguments, status=status)
        return report["tasks"], report["imported"], report["refused"]

    assert load(status=65) == (2, 2, 1)
    assert load("--adopt") == (3, 1, 0)
    assert load("--adopt") == (3, 0, 0)
    assert load(status=65) == (2, 0, 1)
    assert sorted(row[0] for row in home.rows("alice")) == ["A", "B", "C"]
    assert load("--adopt", "--again") == (3, 3, 0)


def test_an_export_that_was_refused_line_by_line_is_imported_once_it_is_adopted(home):
    home.fill("alice", 20)
    home.export("alice")
    assert home.load("carol", status=65)["imported"] == 0
    assert home.load("carol", "tasks.jsonl", "--adopt")["imported"] == 20
    assert home.rows("carol") == home.rows("alice")


def test_adopting_behind_imports_that_were_killed_doubles_and_loses_nothing(home):
    owners = "alice", "bob", "bob"
    home.write("mixed.jsonl", *[line(title=f"{n:05}", user_id=owners[n % 3]) for n in range(60_000)])
    arguments = "import", home.path("mixed.jsonl"), "--user", "alice", "--unsealed", "--quiet"
    for more in ([], ["--adopt"]):
        before = home.count("alice")
        process = home.start(*arguments, *more)
        eventually(lambda: home.count("alice") > before or process.poll() is not None, 60, "a batch")
        process.kill()
        process.communicate()
        home.come_to_rest()
    home.load("alice", "mixed.jsonl", "--unsealed", "--adopt")
    assert sorted(row[0] for row in home.rows("alice")) == [f"{n:05}" for n in range(60_000)]


def test_all_bad_lines_are_counted_and_some_are_shown(home):
    home.write("bad.jsonl", *[b"no\n"] * 1000)
    done = home.todoctl("import", home.path("bad.jsonl"), "--user", "alice", "--unsealed", "--max-reports", "3")
    assert done.returncode == 65
    assert [text for text in done.stderr.splitlines() if "line " in text] == [
        f"todoctl: line {number}: The line is not valid JSON" for number in (1, 2, 3)
    ]
    assert "1000 lines were refused, 997 of which are not shown" in done.stderr


def test_strict_changes_nothing_when_a_line_is_bad(home):
    home.write("bad.jsonl", *[line()] * 7000, b"no\n")
    assert "nothing was imported" in home.load("alice", "bad.jsonl", "--unsealed", "--strict", status=65)
    assert home.database.query("select (select count(*) from tasks), (select count(*) from todo_imports)") == [(0, 0)]
    home.write("good.jsonl", *[line()] * 7000)
    assert home.load("alice", "good.jsonl", "--unsealed", "--strict")["imported"] == 7000


def damaged(name, change):
    return pytest.param(change, id=name)


@pytest.mark.parametrize(
    "change",
    [
        damaged("without its end", lambda data: data[: len(data) // 2]),
        damaged("without its last line", lambda data: data[: data.rindex(b'{"export"')]),
        damaged("without a line", lambda data: data[data.index(b"\n") + 1 :]),
        damaged("with another letter", lambda data: data.replace(b"Task 5", b"Task 6", 1)),
        damaged("twice", lambda data: data + data),
    ],
)
def test_a_damaged_file_is_refused_before_anything_is_changed(home, change):
    home.fill("alice", 100)
    home.export("alice")
    with open(home.path("tasks.jsonl"), "rb") as file:
        data = change(file.read())
    home.write("damaged.jsonl", data)
    assert home.load("alice", "damaged.jsonl", status=65)
    assert home.count("alice") == 100


def test_an_answer_of_the_api_can_be_imported(home, client):
    client.create("From the API", description="x")
    home.write("api.jsonl", *client.get("/api/tasks").tasks())
    assert home.load("alice", "api.jsonl", "--unsealed", "--adopt")["imported"] == 1
    assert home.rows("alice")[0][:2] == ("From the API", "x")


def test_an_import_that_is_killed_again_and_again_doubles_and_loses_nothing(home):
    home.fill("alice", 60_000)
    home.export("alice")
    kills = 0
    while True:
        process = home.start("import", home.path("tasks.jsonl"), "--user", "carol", "--adopt", "--quiet")
        before = home.count("carol")
        eventually(lambda: home.count("carol") >= before + 5000 or process.poll() is not None, 60, "some more batches")
        has_ended = process.poll() is not None
        process.kill()
        notes = process.communicate()
        if has_ended:
            assert process.returncode == 0, notes
            break
        kills += 1
        home.come_to_rest()
    assert kills > 1
    assert home.rows("carol") == home.rows("alice")
    assert home.load("carol", "tasks.jsonl", "--adopt")["imported"] == 0


def test_a_strict_import_that_is_killed_leaves_nothing(home):
    home.fill("alice", 30_000)
    home.export("alice")
    process = home.start("import", home.path("tasks.jsonl"), "--user", "carol", "--adopt", "--strict", "--quiet")
    eventually(
        lambda: home.database.query(
            "select 1 from pg_stat_activity where datname = current_database() and query ~ 'insert into tasks'"
        ),
        30, "the import",
    )
    process.kill()
    process.communicate()
    assert home.count("carol") == 0
    assert home.load("carol", "tasks.jsonl", "--adopt", "--strict")["imported"] == 30_000


def test_an_interrupted_import_says_so_and_is_continued(home):
    home.fill("alice", 60_000)
    home.export("alice")
    process = home.start("import", home.path("tasks.jsonl"), "--user", "carol", "--adopt")
    eventually(lambda: home.count("carol") > 0, 30, "a batch")
    process.send_signal(signal.SIGINT)
    _, notes = process.communicate(timeout=30)
    assert process.returncode == 130, notes
    assert "the same command continues the import" in notes
    imported = home.count("carol")
    assert 0 < imported < 60_000
    assert home.load("carol", "tasks.jsonl", "--adopt")["imported"] == 60_000 - imported
    assert home.rows("carol") == home.rows("alice")


def test_two_imports_of_a_file_at_once_double_nothing(home):
    home.fill("alice", 20_000)
    home.export("alice")
    both = [home.start("import", home.path("tasks.jsonl"), "--user", "carol", "--adopt", "--quiet") for _ in range(2)]
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in both]
    assert 0 in [code for _, code in ends], ends
    assert home.count("carol") == 20_000


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_export_that_ends_early_leaves_no_half_file_and_is_continued(home, how):
    home.fill("alice", 150_000)
    process = home.start("export", "--user", "alice", "--output", home.path("tasks.jsonl"))
    part = home.path("tasks.jsonl.part")
    eventually(lambda: os.path.exists(part) and os.path.getsize(part) > 1_000_000, 30, "a part of the export")
    process.send_signal(how)
    process.communicate(timeout=30)
    assert process.returncode == (130 if how == signal.SIGINT else -9)
    assert not os.path.exists(home.path("tasks.jsonl"))
    written = os.path.getsize(part)
    with open(part, "ab") as file:
        file.write(b'{"id": 12, "title": "a li')
    assert home.export("alice")["tasks"] == 150_000
    assert os.path.getsize(home.path("tasks.jsonl")) > written and not os.path.exists(part)
    whole = home.todoctl("export", "--user", "alice")
    with open(home.path("tasks.jsonl"), encoding="utf-8", newline="") as file:
        assert file.read() == whole.stdout


def test_another_users_unfinished_export_is_not_continued(home):
    home.fill("alice", 10)
    done = home.todoctl("export", "--user", "alice")
    with open(home.path("tasks.jsonl.part"), "w") as file:
        file.write(done.stdout)
    refused = home.todoctl("export", "--user", "bob", "--output", home.path("tasks.jsonl"))
    assert refused.returncode == 65 and "another user" in refused.stderr


def test_export_and_import_work_through_a_pooler_in_transaction_mode(home, cluster):
    home.fill("alice", 20_000)
    with PgBouncer(cluster, pool_size=1) as pooler:
        with pooler.connect(home.database) as neighbour:
            neighbour.execute("set search_path to nowhere")
            neighbour.execute("set default_transaction_read_only to on")
        home.url = pooler.url(home.database)
        home.export("alice")
        assert home.load("carol", "tasks.jsonl", "--adopt")["imported"] == 20_000
        with pooler.connect(home.database) as neighbour:
            assert neighbour.execute("select current_user, current_setting('todo.user_id', true)").fetchall() == [("todo", "")]
    assert home.rows("carol") == home.rows("alice")


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "--user", "u"], ["import", "file"], ["import", "f", "--user", "u", "--max-reports", "-1"],
        ["export"], ["export", "--user", "u", "--json"], ["export", "--user", "u", "--output", ""],
    ],
)
def test_wrong_use_is_status_64(arguments):
    assert todoctl("user", *arguments).returncode == 64


def test_a_pipe_or_a_missing_file_is_no_file(home):
    for path in ("/dev/null", home.path("missing")):
        done = home.todoctl("import", path, "--user", "alice")
        assert done.returncode == 1 and path in done.stderr


def test_each_user_sees_the_own_tasks_alone_in_an_export(home):
    mine, theirs = tokens.user(), tokens.user()
    home.fill(mine, 5)
    home.fill(theirs, 5)
    lines = home.todoctl("export", "--user", mine).stdout.splitlines()
    assert {json.loads(text)["user_id"] for text in lines[:-1]} == {mine}
