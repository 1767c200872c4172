"""The check behind the tests of faults: it must see what a server could do wrong. Needs no binary."""
import pytest

from support.books import Books, Changes, balance


@pytest.fixture
def stored(fresh_database):
    """Three tasks: one plain, one toggled once, one replaced once."""
    fresh_database.query(
        "create table tasks (id int, user_id text, title text, completed bool, version int);"
        "insert into tasks values (1, 'u', 'plain', false, 1), (2, 'u', 'toggled', true, 2), (3, 'u', 'new', false, 2)"
    )
    return fresh_database


@pytest.fixture
def books():
    return Books(
        "u", created={"plain": 1, "toggled": 2, "old": 3}, refused={"refused"}, unknown={"perhaps"}, deleted=set(),
        toggles=Changes(1), replacements=Changes(1), replaced="new", toggled_title="toggled", replaced_id=3,
    )


def test_books_that_agree_balance(stored, books):
    found = balance([books], stored)
    assert (found.faults, found.acknowledged, found.present, found.doubled) == ([], 5, 5, 0)


def test_what_may_have_happened_is_right_either_way(stored, books):
    books.toggles.unknown = books.replacements.unknown = 1
    books.perhaps_replaced = {"newer"}
    stored.query(
        "insert into tasks values (4, 'u', 'perhaps', false, 1);"
        "update tasks set completed = false, version = 3 where id = 2;"
        "update tasks set title = 'newer', version = 3 where id = 3"
    )
    assert balance([books], stored).faults == []


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("delete from tasks where id = 1", "lost"),
        ("delete from tasks where id = 2", "toggles"),
        ("delete from tasks where id = 3", "the last change"),
        ("insert into tasks values (4, 'u', 'plain', false, 1)", "doubled"),
        ("insert into tasks values (4, 'u', 'refused', false, 1)", "not done"),
        ("insert into tasks values (4, 'u', 'never heard of', false, 1)", "unknown origin"),
        ("insert into tasks values (4, 'v', 'plain', false, 1)", "users whom nobody knows"),
        ("update tasks set completed = false, version = 1 where id = 2", "1 acknowledged, 0 unknown, 0 stored"),
        ("update tasks set completed = false, version = 3 where id = 2", "1 acknowledged, 0 unknown, 2 stored"),
        ("update tasks set completed = false where id = 2", "completed is False"),
        ("update tasks set title = 'old' where id = 3", "the last change"),
    ],
)
def test_what_is_wrong_is_found(stored, books, damage, complaint):
    stored.query(damage)
    assert complaint in " ".join(balance([books], stored).faults)


def test_a_deleted_task_must_be_gone(stored, books):
    books.deleted = {"plain"}
    assert "deleted and present" in " ".join(balance([books], stored).faults)
