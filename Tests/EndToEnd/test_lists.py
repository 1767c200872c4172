"""Lists: whole, newest first, in an order that no change moves."""
import pytest

from support import tokens


def in_order(tasks):
    return sorted(tasks, key=lambda task: (task["created_at"], task["id"]), reverse=True)


def test_a_list_is_newest_first(client):
    made = [client.create(f"Task {number}") for number in range(10)]
    assert client.get("/api/tasks").tasks() == in_order(made)


def test_changes_do_not_move_a_task(client):
    ids = [client.create(f"Task {number}")["id"] for number in range(5)]
    client.put(f"/api/tasks/{ids[1]}", {"title": "Changed", "completed": True}).task()
    client.patch(f"/api/tasks/{ids[3]}/complete").task()
    assert [task["id"] for task in client.get("/api/tasks").tasks()] == ids[::-1]


@pytest.fixture(scope="module")
def long_list(database):
    """3,000 tasks of one user, ten at a time made in the same microsecond, with text that needs escaping."""
    user_id = tokens.user("collector")
    database.query(
        """
        insert into tasks (user_id, title, description, completed, created_at, updated_at)
        select %s, 'Task "' || g || '"', case when g %% 4 = 0 then null else E'line\\n😀 ' || g end, g %% 3 = 0, t, t
        from generate_series(1, 3000) as g, lateral (select timestamptz '2026-02-01Z' + g / 10 * interval '1 s') as m (t)
        """,
        [user_id],
    )
    return user_id


def expected(database, user_id, condition="true"):
    rows = database.query(
        f"select id, title, description, completed from tasks where user_id = %s and {condition} "
        "order by created_at desc, id desc",
        [user_id],
    )
    return [dict(zip(("id", "title", "description", "completed"), row)) for row in rows]


def seen(tasks):
    return [{key: task[key] for key in ("id", "title", "description", "completed")} for task in tasks]


def test_a_long_list_comes_whole_and_in_order(server, database, long_list):
    tasks = server.client(tokens.token(long_list)).get("/api/tasks").tasks()
    assert len(tasks) == 3000
    assert seen(tasks) == expected(database, long_list)
    assert tasks == in_order(tasks)
    assert {task["user_id"] for task in tasks} == {long_list}


@pytest.mark.parametrize("completed, count", [("true", 1000), ("false", 2000)])
def test_a_long_filtered_list_comes_whole_and_in_order(server, database, long_list, completed, count):
    tasks = server.client(tokens.token(long_list)).get(f"/api/tasks?completed={completed}").tasks()
    assert len(tasks) == count
    assert seen(tasks) == expected(database, long_list, f"completed = {completed}")


def test_what_looks_like_another_parameter_changes_nothing(server, long_list):
    client = server.client(tokens.token(long_list))
    assert len(client.get("/api/tasks?offset=10&page=2&sort=title&Limit=1").tasks()) == 3000
