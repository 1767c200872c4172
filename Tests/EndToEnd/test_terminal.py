"""`todoctl` on a terminal: bars, prompts, tables that fit, colour that can be turned off."""
import re

import pexpect
import pytest

from support.programs import TODOCTL, environment, migrate, todoctl


@pytest.fixture
def home(fresh_database, tmp_path):
    """A migrated database in which alice has 50,000 tasks, and a folder."""
    migrate(fresh_database)
    fresh_database.query(
        "insert into tasks (user_id, title) select 'alice', 'Task ' || g || repeat(' 漢字', 30) from generate_series(1, 50000) g"
    )
    return fresh_database, tmp_path


def terminal(home, *arguments, columns=80, **settings):
    database, folder = home
    return pexpect.spawn(
        TODOCTL, list(arguments), env=environment(**{"DATABASE_URL": database.url, "TERM": "xterm", **settings}), cwd=str(folder),
        dimensions=(24, columns), encoding="utf-8", timeout=60,
    )


def run(home, *arguments, **options):
    """All that the terminal got, and the exit code."""
    child = terminal(home, *arguments, **options)
    text = child.read()
    child.close()
    return text, child.exitstatus


def width(text):
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


def test_a_transfer_shows_a_bar_with_rate_and_time_left_that_fits_and_goes_away(home):
    text, status = run(home, "user", "export", "--user", "alice", "--output", "tasks.jsonl", columns=70)
    assert status == 0
    frames = [frame for frame in re.split(r"\r\x1b\[K", text) if "exporting" in frame]
    assert any(re.search(r"exporting \[[#-]+\] \d+ of 50000  \d+/s  ETA \d+:\d\d", frame) for frame in frames), text
    assert all(len(frame.splitlines()[0]) < 70 for frame in frames)
    assert "\r\x1b[Kexported 50000 tasks" in text, "the bar is gone when the result comes"

    text, status = run(home, "user", "import", "tasks.jsonl", "--user", "bob", "--adopt")
    assert status == 0
    assert re.search(r"importing \[#+-*\] \d+ of 50000  \d+/s  ETA \d+:\d\d", text), text
    text, _ = run(home, "user", "import", "tasks.jsonl", "--user", "carol", "--adopt", "--quiet")
    assert text == "imported 50000 of 50000 tasks, refused 0 lines\r\n"


def test_elsewhere_there_are_no_bars(home):
    database, folder = home
    done = todoctl("user", "export", "--user", "alice", "--output", str(folder / "x"), DATABASE_URL=database.url)
    assert done.returncode == 0 and "\r" not in done.stderr and "\x1b" not in done.stderr + done.stdout


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_tables_fit_the_terminal(home, columns):
    text, status = run(home, "task", "list", "--user", "alice", "--limit", "5", columns=columns)
    assert status == 0
    lines = plain(text).splitlines()
    assert len(lines) == 6
    assert all(width(line) <= columns for line in lines), lines
    assert ("…" in lines[1]) == (columns < 200)


@pytest.mark.parametrize("columns", [40, 80])
def test_a_table_of_migrations_fits_the_terminal(home, columns):
    text, status = run(home, "migrate", "status", columns=columns)
    assert status == 0
    assert all(width(line) <= columns for line in plain(text).splitlines()), text
    assert ("create tasks" in text) == (columns == 80)


def test_states_are_in_colour_beside_the_words_that_say_them(home):
    database, _ = home
    assert "\x1b[32mapplied\x1b[0m" in run(home, "migrate", "status")[0]
    database.query("delete from todo_migrations where version = 2")
    assert "\x1b[31mmissing\x1b[0m" in run(home, "migrate", "status")[0]
    database.query("delete from todo_migrations where version > 2")
    assert "\x1b[33mpending\x1b[0m" in run(home, "migrate", "status")[0]
    assert "\x1b[31mtodoctl:\x1b[0m Task not found" in run(home, "task", "show", "9999999", "--user", "alice")[0]


@pytest.mark.parametrize(
    "command", [("user", "list"), ("migrate", "status"), ("task", "list", "--user", "alice", "--limit", "1"), ("task", "show", "0")]
)
def test_colour_may_be_turned_off(home, command):
    if "show" in command:
        command = (*command, "--user", "alice")
    assert "\x1b[" in run(home, *command)[0]
    assert "\x1b[" in run(home, *command, NO_COLOR="")[0], "empty is not set, see no-color.org"
    for settings in ({"NO_COLOR": "1"}, {"NO_COLOR": "0"}, {"TERM": "dumb"}):
        assert "\x1b" not in run(home, *command, **settings)[0]


def test_colour_is_for_the_stream_that_is_a_terminal(home):
    database, folder = home
    child = pexpect.spawn(
        "sh", ["-c", f"{TODOCTL} migrate status > out"], env=environment(DATABASE_URL=database.url, TERM="xterm"), cwd=str(folder),
        timeout=60,
    )
    child.read()
    child.close()
    assert child.exitstatus == 0
    assert "\x1b" not in (folder / "out").read_text()


def test_erasing_goes_on_when_the_name_is_typed_and_stops_otherwise(home):
    database, _ = home
    for answer in ("no", "yes", "ALICE", ""):
        child = terminal(home, "user", "erase", "--user", "alice")
        child.expect("50000 tasks")
        child.expect("Type alice to go on:")
        child.sendline(answer)
        child.expect("nothing was changed")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 1
    assert database.query("select count(*) from tasks") == [(50_000,)]
    child = terminal(home, "user", "erase", "--user", "alice")
    child.expect("Type alice to go on:")
    child.sendline("alice")
    child.expect("removed 50000 tasks")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert database.query("select count(*) from tasks") == [(0,)]


def test_ctrl_c_at_a_prompt_changes_nothing(home):
    database, _ = home
    child = terminal(home, "user", "erase", "--user", "alice")
    child.expect("Type alice to go on:")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus != 0
    assert database.query("select count(*) from tasks") == [(50_000,)]


def test_a_task_is_shown_before_it_is_deleted(home):
    database, _ = home
    [(number,)] = database.query("select min(id) from tasks")
    child = terminal(home, "task", "delete", str(number), "--user", "alice")
    child.expect(f"this deletes task {number}, Task 1")
    child.sendline("yes")
    child.expect(f"deleted task {number}")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
