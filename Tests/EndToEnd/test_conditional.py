"""Conditional requests: what has changed is told from what has not, and nobody overwrites what they have not seen."""
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import tokens

REPLACEMENT = {"title": "Replaced", "completed": True}


def tag(response):
    """The strong entity tag of an answer."""
    value = response.header("ETag")
    assert value and value.startswith('"') and value.endswith('"'), value
    return value


@pytest.fixture
def path(client):
    """A task in its first version."""
    return f"/api/tasks/{client.create('First')['id']}"


def test_each_version_has_a_tag_of_its_own(client):
    created = client.post("/api/tasks", {"title": "First"})
    path = created.header("Location")
    task_id = created.task(201)["id"]
    answers = [
        client.put(path, REPLACEMENT), client.patch(path, {"title": "Again"}), client.patch(f"{path}/complete"),
        client.patch(path, {"title": "Again"}),
    ]
    assert [tag(answer) for answer in (created, *answers)] == [f'"{task_id}-{number}"' for number in range(1, 6)]
    assert tag(client.get(path)) == tag(client.request("HEAD", path)) == f'"{task_id}-5"'
    assert client.get("/api/tasks").header("ETag") is None


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_has_not_changed_is_not_sent_again(client, path, method):
    current = tag(client.get(path))
    for value in (current, f"W/{current}", "*", f'"x", {current}', f'"a,b" ,W/{current},', f',, {current}'):
        answer = client.request(method, path, headers={"If-None-Match": value})
        assert (answer.status, answer.body, tag(answer)) == (304, b"", current), value
        assert answer.tokens("Cache-Control") == {"private", "no-cache"}
        assert "origin" in answer.tokens("Vary")
        assert answer.header("Content-Type") is None
    for value in ('"x"', f'"{path}"', 'W/"0-1"', f'"0{current[1:]}', f"{current[:-1]}0\""):
        answer = client.request(method, path, headers={"If-None-Match": value})
        assert (answer.status, tag(answer)) == (200, current), value
    client.patch(f"{path}/complete").task()
    assert client.request(method, path, headers={"If-None-Match": current}).status == 200


WRITES = {
    "PUT": lambda path: ("PUT", path, REPLACEMENT),
    "PATCH": lambda path: ("PATCH", path, {"title": "Patched"}),
    "complete": lambda path: ("PATCH", f"{path}/complete", None),
    "DELETE": lambda path: ("DELETE", path, None),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_change_is_made_to_the_expected_version_alone(client, path, write):
    first = tag(client.get(path))
    second = tag(client.patch(path, {"title": "Second"}))
    for headers in (
        {"If-Match": first}, {"If-Match": f"W/{second}"}, {"If-Match": f'"x", {first}'}, {"If-None-Match": "*"},
        {"If-None-Match": f"W/{second}"}, {"If-Match": second, "If-None-Match": second},
    ):
        refused = client.request(*write(path), headers=headers)
        refused.error(412, "PRECONDITION_FAILED")
        assert tag(refused) == second
    assert client.get(path).task()["title"] == "Second"
    done = client.request(*write(path), headers={"If-Match": f'{first}, "x", {second}'})
    assert done.status in (200, 204)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_any_existing_task_matches_the_asterisk(client, path, write):
    assert client.request(*write(path), headers={"If-Match": "*"}).status in (200, 204)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_task_that_is_not_there_is_not_found_whatever_the_condition(server, client, path, write):
    stranger = server.client(tokens.token())
    for value in ("*", '"1-1"', tag(client.get(path))):
        stranger.request(*write(path), headers={"If-Match": value}).error(404, "NOT_FOUND", "Task not found")
    assert tag(client.get(path)).endswith('-1"')


@pytest.mark.parametrize("value", ["1-1", '"1-1', "w/\"1-1\"", '"1-1" "1-2"', '*, "1-1"', "", ",", '"a"b"', "W/*", "W/1"])
def test_a_malformed_condition_is_a_bad_request(client, path, value):
    for write in WRITES.values():
        client.request(*write(path), headers={"If-Match": value}).error(400, "BAD_REQUEST")
    client.get(path, headers={"If-None-Match": value}).error(400, "BAD_REQUEST")


def test_of_50_writers_who_saw_one_version_one_wins(client, path):
    first = tag(client.get(path))

    def write(number):
        return client.put(path, {"title": f"Writer {number}", "completed": False}, headers={"If-Match": first})

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(write, range(50)))
    winners = [answer for answer in answers if answer.status == 200]
    assert len(winners) == 1
    for answer in answers:
        if answer.status != 200:
            answer.error(412, "PRECONDITION_FAILED")
            assert tag(answer) == tag(winners[0])
    assert client.get(path).task() == winners[0].task()


def test_50_clients_that_count_up_by_turns_lose_no_count(client):
    path = client.post("/api/tasks", {"title": "0"}).header("Location")
    refusals = []

    def count_up(_):
        """Reads the number, writes the next; starts again when another was quicker."""
        while True:
            read = client.get(path)
            number = int(read.task()["title"]) + 1
            answer = client.patch(path, {"title": str(number)}, headers={"If-Match": tag(read)})
            if answer.status == 200:
                return number
            answer.error(412, "PRECONDITION_FAILED")
            refusals.append(number)

    with ThreadPoolExecutor(50) as pool:
        numbers = list(pool.map(count_up, range(50)))
    assert sorted(numbers) == list(range(1, 51))
    assert client.get(path).task()["title"] == "50"
    assert tag(client.get(path)).endswith('-51"')
    assert refusals, "nobody met anybody, so nothing was proved"
