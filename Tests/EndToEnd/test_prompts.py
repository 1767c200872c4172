"""The questions before what cannot be taken back: at a terminal, yes and nothing but yes; Ctrl-C and the end of input are no."""
import os
import signal

import pexpect
import pytest

from support.programs import TODOCTL, environment, migrate

APPLIED = "select version from todo_migrations order by version"


@pytest.fixture
def place(fresh_database, tmp_path):
    migrate(fresh_database)
    return fresh_database, tmp_path


def ask(place, *arguments):
    """A terminal at whose prompt the command waits."""
    database, folder = place
    child = pexpect.spawn(
        TODOCTL, list(arguments), env=environment(DATABASE_URL=database.url, TERM="xterm", NO_COLOR="1"), cwd=str(folder),
        dimensions=(24, 100), encoding="utf-8", timeout=60,
    )
    child.expect(r"Type (\S+) to go on: ")
    return child


def end(child):
    """What came after the answer, and the exit code as a shell counts it."""
    text = child.read()
    child.close()
    return text, child.exitstatus if child.signalstatus is None else 128 + child.signalstatus


NO = {
    "no": (lambda child: child.sendline("no"), 1),
    "another word": (lambda child: child.sendline("yes please"), 1),
    "an empty line": (lambda child: child.sendline(""), 1),
    "the end of input": (lambda child: child.sendeof(), 1),
    "Ctrl-C": (lambda child: child.sendintr(), 128 + signal.SIGINT),
}


@pytest.mark.parametrize("answer", NO)
def test_undoing_migrations_wants_a_yes(place, answer):
    database, _ = place
    before = database.query(APPLIED)
    child = ask(place, "migrate", "down", "--to", "2")
    reply, status = NO[answer]
    reply(child)
    text, code = end(child)
    assert code == status
    assert ("nothing was changed" in text) == (status == 1)
    assert database.query(APPLIED) == before


def test_undoing_migrations_goes_on_after_a_yes(place):
    database, _ = place
    child = ask(place, "migrate", "down", "--to", "3")
    child.sendline("yes")
    text, status = end(child)
    assert status == 0 and "undid 1 migration" in text
    assert database.query(APPLIED) == [(1,), (2,), (3,)]


@pytest.fixture
def foreign(fresh_database, tmp_path):
    """Another backend's table."""
    with fresh_database.connect("todo") as connection:
        connection.execute(
            "create table tasks (id serial primary key, user_id varchar not null, title varchar(200) not null, "
            "description varchar, completed boolean not null, created_at timestamp not null, updated_at timestamp not null)"
        )
        connection.execute(
            "insert into tasks (user_id, title, completed, created_at, updated_at) values ('alice', 'x', false, now(), now())"
        )
    return fresh_database, tmp_path


TYPE = "select data_type from information_schema.columns where table_name = 'tasks' and column_name = 'id'"


@pytest.mark.parametrize("answer", NO)
def test_taking_a_table_over_shows_the_plan_and_wants_a_yes(foreign, answer):
    database, _ = foreign
    child = ask(foreign, "migrate", "adopt")
    assert "the plan:" in child.before and "rows           1" in child.before
    reply, status = NO[answer]
    reply(child)
    assert end(child)[1] == status
    assert database.query(TYPE) == [("integer",)]


def test_a_table_is_taken_over_after_a_yes(foreign):
    database, _ = foreign
    child = ask(foreign, "migrate", "adopt")
    child.sendline("yes")
    text, status = end(child)
    assert status == 0 and "took the table over" in text
    assert database.query(TYPE) == [("bigint",)]


@pytest.mark.parametrize("answer", NO)
def test_deleting_the_development_database_wants_a_yes(place, answer):
    _, folder = place
    (folder / ".todo" / "postgres").mkdir(parents=True)
    (folder / ".todo" / "postgres" / "precious").touch()
    child = ask(place, "dev", "--reset", "--database-only")
    reply, status = NO[answer]
    reply(child)
    assert end(child)[1] == status
    assert os.listdir(folder / ".todo" / "postgres") == ["precious"]
