"""Pages: every task once, whatever others do meanwhile."""
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens

LINK = re.compile(r'<(/api/tasks\?[^<>\s"]*)>; rel="next"')


def following(response):
    """The address of the next page, `None` on the last one."""
    link = response.header("Link")
    if link is None:
        return None
    match = LINK.fullmatch(link)
    assert match, link
    return match[1]


def walk(client, path, between=lambda: None):
    """The pages of a list from its first to its last."""
    while path:
        response = client.get(path)
        yield response.tasks()
        path = following(response)
        between()


@pytest.fixture(scope="module")
def reader(server, database):
    """A client of a user with 1,234 tasks, ten at a time made in the same microsecond."""
    user_id = tokens.user("reader")
    database.query(
        """
        insert into tasks (user_id, title, completed, created_at)
        select %s, 'Task ' || g, g %% 3 = 0, timestamptz '2026-02-01Z' + g / 10 * interval '1 s'
        from generate_series(1, 1234) as g
        """,
        [user_id],
    )
    return server.client(tokens.token(user_id))


@pytest.mark.parametrize("limit, sizes", [(100, [100] * 12 + [34]), (617, [617, 617]), (1000, [1000, 234]), (5000, [1000, 234])])
def test_pages_are_the_list(reader, limit, sizes):
    pages = list(walk(reader, f"/api/tasks?limit={limit}"))
    assert [len(page) for page in pages] == sizes
    assert sum(pages, []) == reader.get("/api/tasks").tasks()


def test_pages_of_one_are_the_list(reader):
    path, seen = "/api/tasks?limit=1", []
    for _ in range(25):
        response = reader.get(path)
        seen += response.tasks()
        path = following(response)
    assert seen == reader.get("/api/tasks?limit=25").tasks()


def test_the_link_keeps_what_else_was_asked_for(reader):
    path = "/api/tasks?x=%20%22&completed=true&limit=200&y=a+b&z"
    link = following(reader.get(path))
    assert link.startswith("/api/tasks?x=%20%22&completed=true&limit=200&y=a+b&z&cursor=")
    completed = reader.get("/api/tasks?completed=true").tasks()
    assert sum(walk(reader, path), []) == completed
    assert len(completed) == 411
    # Without a limit a page of 50 comes, and so do the next.
    bare = "/api/tasks?" + re.search("cursor=.*", link)[0]
    assert [len(page) for page in walk(reader, bare + "&completed=true")] == [50, 50, 50, 50, 11]


@pytest.mark.parametrize("character", ["a", '"'])
def test_the_link_stays_short_and_can_be_followed_whatever_was_asked_for(reader, character):
    """What nobody knows here is left out where it is long: a proxy takes a head that is too large for a broken server's."""
    link = following(reader.get(f"/api/tasks?limit=2&x={character * 7000}&completed=false"))
    assert len(link.encode()) < 8192
    if character == "a":
        assert character * 7000 in link
        link = following(reader.get(f"/api/tasks?limit=2&x={character * 20_000}&completed=false"))
    assert re.fullmatch("/api/tasks[?]limit=2&completed=false&cursor=[^&]+", link)
    assert len(reader.get(link).tasks()) == 2


def test_without_limit_and_cursor_there_are_no_pages(reader):
    response = reader.get("/api/tasks")
    assert len(response.tasks()) == 1234
    for name in ("Link", "X-Total-Count", "Preference-Applied"):
        assert response.header(name) is None


@pytest.mark.parametrize(
    "prefer, total", [("count=exact", 1234), ('respond-async, Count="exact";x', 1234), ("count=planned", None), ("exact", None)]
)
def test_the_total_is_told_when_asked_for(reader, prefer, total):
    headers = {"Prefer": prefer}
    for path, expected in (("/api/tasks?limit=2", total), ("/api/tasks?limit=2&completed=1", total and 411), ("/api/tasks", total)):
        response = reader.get(path, headers=headers)
        assert response.header("X-Total-Count") == (str(expected) if expected else None)
        assert response.header("Preference-Applied") == ("count=exact" if expected else None)


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "x", "", "%20", "0x10", "00", "+5", "1e3"])
def test_another_limit_is_refused(client, limit):
    client.get(f"/api/tasks?limit={limit}").error(422, "VALIDATION_ERROR", details=["limit"])


def test_large_limits_are_taken_as_the_largest(reader):
    for limit in ("1001", "99999999999999999999999999", "0001234"):
        assert len(reader.get(f"/api/tasks?limit={limit}").tasks()) == 1000


def test_a_forged_cursor_is_refused_or_a_position(client, reader):
    cursor = re.search("cursor=([^&]*)", following(reader.get("/api/tasks?limit=1")))[1]
    forged = ["", "x", "%ff", "0", cursor[:-1], cursor + "0", cursor.upper() if cursor.upper() != cursor else "X", "2" + cursor[1:]]
    # Times beyond what any store has, and numbers that no task has.
    forged += ["1" + "f" * 32, "1" + "8" + "0" * 31, "1" + "7" + "f" * 31, "1" + "0" * 32, cursor[:17] + "8" + "0" * 15]
    for text in forged:
        client.get(f"/api/tasks?cursor={text}").error(422, "VALIDATION_ERROR", details=["cursor"])
    faults = client.get("/api/tasks?cursor=x&limit=x&completed=x")
    faults.error(422, "VALIDATION_ERROR", details=["completed", "limit", "cursor"])
    # Another user's position is a position, and shows nothing of that user's.
    assert client.get(f"/api/tasks?cursor={cursor}").tasks() == []


def test_pages_go_on_although_the_task_at_their_end_is_deleted(client):
    ids = [client.create(f"Task {number}")["id"] for number in range(10)][::-1]
    first = client.get("/api/tasks?limit=3")
    assert [task["id"] for task in first.tasks()] == ids[:3]
    assert client.delete(f"/api/tasks/{ids[2]}").status == 204
    assert [task["id"] for task in client.get(following(first)).tasks()] == ids[3:6]


def test_a_page_of_long_texts_is_as_long_as_was_asked_for(client):
    for number in range(12):
        client.create(f"Task {number}", description="x" * 60_000)
    assert [len(page) for page in walk(client, "/api/tasks?limit=8")] == [8, 4]


def test_tasks_that_stay_are_seen_once_while_200_come_and_200_go(client):
    stay = {client.create(f"Stays {number}")["id"] for number in range(100)}
    go = [client.create(f"Goes {number}")["id"] for number in range(200)]
    more = [client.create(f"Stays too {number}")["id"] for number in range(100)]
    stay |= set(more)
    over = threading.Event()
    walks = []

    def read():
        while not over.is_set() or len(walks) < 3:
            walks.append([task["id"] for page in walk(client, "/api/tasks?limit=7") for task in page])

    def write(number):
        assert client.delete(f"/api/tasks/{go[number]}").status == 204
        client.create(f"Comes {number}")

    with ThreadPoolExecutor(10) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        list(pool.map(write, range(200)))
        over.set()
        for reader in readers:
            reader.result()
    assert len(walks) >= 3
    for ids in walks:
        assert len(ids) == len(set(ids)), "a task came twice"
        assert stay <= set(ids), "a task was missed"
    assert len(client.get("/api/tasks").tasks()) == 400
