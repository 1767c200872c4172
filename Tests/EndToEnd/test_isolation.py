"""Another user's task: not seen, not changed, not even noticed."""
import pytest

from support import tokens


def test_another_user_reads_and_changes_nothing(server, client, database):
    task = client.create("Mine", description="Private")
    before = database.query("select t::text from tasks t where id = %s", [task["id"]])
    other = server.client(tokens.token())
    path = f"/api/tasks/{task['id']}"
    for response in (
        other.get(path), other.delete(path), other.patch(f"{path}/complete"),
        other.patch(f"{path}/complete", {"completed": True}), other.put(path, {"title": "Stolen", "completed": True}),
    ):
        response.error(404, "NOT_FOUND", "Task not found")
        assert b"Private" not in response.body and b"Mine" not in response.body
    assert other.get("/api/tasks").tasks() == []
    assert database.query("select t::text from tasks t where id = %s", [task["id"]]) == before


LOOKALIKES = [
    ("alice", "Alice"), ("alice", "alice "), ("alice", " alice"), ("zo\u00eb", "zoe\u0308"), ("alice", "\u0430lice"),
    ("alice", "alice\u200b"), ("a", "a%"), ("a_b", "acb"), ("a'b", "a''b"),
]


@pytest.mark.parametrize("first, second", LOOKALIKES, ids=ascii)
def test_users_who_look_alike_are_different_users(server, first, second):
    suffix = tokens.user("")
    mine = server.client(tokens.token(suffix + first))
    theirs = server.client(tokens.token(suffix + second))
    task = mine.create()
    assert theirs.get("/api/tasks").tasks() == []
    theirs.get(f"/api/tasks/{task['id']}").error(404, "NOT_FOUND", "Task not found")
    assert mine.get("/api/tasks").tasks() == [task]
