"""PATCH /api/tasks/{id}: a merge patch (RFC 7396)."""
from concurrent.futures import ThreadPoolExecutor

import pytest

TITLE = "Title is required and must be between 1 and 200 characters"


@pytest.fixture
def task(client):
    return client.create("First", description="Text")


@pytest.fixture
def path(task):
    return f"/api/tasks/{task['id']}"


@pytest.mark.parametrize("media_type", ["application/merge-patch+json", "application/json", None, "APPLICATION/MERGE-PATCH+JSON; charset=utf-8"])
def test_what_is_absent_is_kept(client, task, path, media_type):
    headers = {"Content-Type": media_type} if media_type else {}
    kept = {key: task[key] for key in ("id", "user_id", "created_at")}
    for body, changes in (
        (b'{"title":" Second "}', {"title": "Second", "description": "Text", "completed": False}),
        (b'{"completed":true}', {"title": "Second", "description": "Text", "completed": True}),
        (b'{"description":""}', {"title": "Second", "description": "", "completed": True}),
        (b'{"description":null,"completed":false,"id":7,"x":{}}', {"title": "Second", "description": None, "completed": False}),
    ):
        answer = client.patch(path, body=body, headers=headers).task()
        assert answer == {**kept, **changes, "updated_at": answer["updated_at"]}
        assert client.get(path).task() == answer


@pytest.mark.parametrize("body", [{}, {"id": 9, "user_id": "someone", "created_at": None}])
def test_a_patch_of_nothing_changes_nothing(client, task, path, body):
    answer = client.patch(path, body)
    assert answer.task() == task
    assert answer.header("ETag") == client.get(path).header("ETag") == f'"{task["id"]}-1"'


@pytest.mark.parametrize(
    "body, details",
    [
        ({"title": None}, {"title": TITLE}),
        ({"title": "  "}, {"title": TITLE}),
        ({"title": "x" * 201}, {"title": TITLE}),
        ({"title": 1, "description": 2, "completed": "true"}, {
            "title": "Title must be a string", "description": "Description must be a string or null",
            "completed": "Completed must be true or false",
        }),
        ({"completed": None}, {"completed": "Completed must be true or false"}),
        ({"description": "a\u0000b"}, {"description": "Description must not contain the character U+0000"}),
        ([], {"body": "Request body must be a JSON object"}),
    ],
)
def test_a_patch_with_faults_changes_nothing(client, task, path, body, details):
    assert client.patch(path, body).error(422, "VALIDATION_ERROR", "Validation failed")["details"] == details
    assert client.get(path).task() == task


def test_other_bodies_are_refused(client, path):
    client.patch(path, body=b"").error(400, "BAD_REQUEST")
    client.patch(path, body=b'{"title":').error(400, "BAD_REQUEST")
    for media_type in ("application/json-patch+json", "text/plain", "application/problem+json"):
        client.patch(path, body=b"{}", headers={"Content-Type": media_type}).error(415, "UNSUPPORTED_MEDIA_TYPE")
    client.patch("/api/tasks/999999999", {}).error(404, "NOT_FOUND", "Task not found")
    client.patch("/api/tasks/0", {"title": "x"}).error(404, "NOT_FOUND", "Task not found")
    client.patch("/api/tasks/x", {"title": None}).error(422, "VALIDATION_ERROR", details=["id", "title"])


def test_200_patches_of_different_fields_at_once_all_stay(client, path):
    def patch(number):
        field = ("title", "description")[number % 2]
        return field, client.patch(path, {field: f"{field} {number}"}).task()

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(patch, range(200)))
    # Every answer has its own change, and both last changes stayed.
    for number, (field, answer) in enumerate(answers):
        assert answer[field] == f"{field} {number}"
    last = client.get(path)
    assert last.header("ETag").endswith('-201"')
    newest = max((answer for _, answer in answers), key=lambda answer: answer["updated_at"])
    assert last.task() == newest
    assert newest["title"].startswith("title ") and newest["description"].startswith("description ")
