"""The resources: every method and path, what it answers and what it does."""
from urllib.parse import urlsplit

import pytest

from support.client import check_task


def test_a_new_user_has_no_tasks(client):
    assert client.get("/api/tasks").tasks() == []


def test_create_answers_201_with_the_task_and_its_location(client):
    response = client.post("/api/tasks", {"title": "Buy milk", "description": "Two litres"})
    task = response.task(201)
    assert (task["title"], task["description"], task["completed"]) == ("Buy milk", "Two litres", False)
    assert urlsplit(response.header("Location")).path == f"/api/tasks/{task['id']}"
    assert client.get(urlsplit(response.header("Location")).path).task() == task


def test_get_answers_the_task(client):
    task = client.create()
    assert client.get(f"/api/tasks/{task['id']}").task() == task


def test_put_replaces_title_description_and_completion(client):
    task = client.create("Old", description="Old text")
    body = {"title": "New", "description": "New text", "completed": True}
    changed = client.put(f"/api/tasks/{task['id']}", body).task()
    assert changed == {**task, **body, "updated_at": changed["updated_at"]}
    assert client.get(f"/api/tasks/{task['id']}").task() == changed


@pytest.mark.parametrize("description", [{}, {"description": None}], ids=["absent", "null"])
def test_put_without_a_description_clears_it(client, description):
    task = client.create(description="Old text")
    changed = client.put(f"/api/tasks/{task['id']}", {"title": "New", "completed": False, **description}).task()
    assert changed["description"] is None


def test_delete_answers_204_with_nothing_at_all(client):
    task = client.create()
    response = client.delete(f"/api/tasks/{task['id']}")
    assert (response.status, response.body) == (204, b"")
    for name in ("Content-Length", "Transfer-Encoding", "Content-Type"):
        assert response.header(name) is None
    client.get(f"/api/tasks/{task['id']}").error(404, "NOT_FOUND", "Task not found")
    client.delete(f"/api/tasks/{task['id']}").error(404, "NOT_FOUND", "Task not found")
    assert client.get("/api/tasks").tasks() == []


@pytest.mark.parametrize(
    "request_body",
    [{}, {"json_body": {}}, {"body": b"", "headers": {"Content-Type": "application/json"}}, {"json_body": {"other": 1}}],
    ids=["no body", "empty object", "empty body that is JSON by its type", "unknown field"],
)
def test_complete_without_a_value_toggles(client, request_body):
    path = f"/api/tasks/{client.create()['id']}/complete"
    assert [client.patch(path, **request_body).task()["completed"] for _ in range(3)] == [True, False, True]


def test_complete_with_a_value_sets_it(client):
    path = f"/api/tasks/{client.create()['id']}/complete"
    values = [True, True, False, False]
    assert [client.patch(path, {"completed": value}).task()["completed"] for value in values] == values


def test_complete_changes_nothing_else(client):
    task = client.create(description="Text")
    changed = client.patch(f"/api/tasks/{task['id']}/complete").task()
    assert changed == {**task, "completed": True, "updated_at": changed["updated_at"]}


def test_changes_move_updated_at_forward_and_leave_created_at(client):
    task = client.create()
    path = f"/api/tasks/{task['id']}"
    assert task["updated_at"] == task["created_at"]
    seen = [task["updated_at"]]
    for _ in range(10):
        for changed in (
            client.patch(f"{path}/complete", {"completed": True}).task(),
            client.put(path, {"title": task["title"], "completed": True}).task(),
        ):
            assert changed["created_at"] == task["created_at"]
            seen.append(changed["updated_at"])
    assert seen == sorted(set(seen))


def test_health_answers_without_a_token(anyone):
    response = anyone.get("/health")
    assert response.status == 200
    document = response.json()
    assert set(document) == {"status", "version"}
    assert document["status"] == "healthy"
    assert isinstance(document["version"], str) and document["version"]


def test_readiness_answers_without_a_token(anyone):
    response = anyone.get("/health/ready")
    assert (response.status, response.json()) == (200, {"status": "ready"})


def test_the_description_of_the_interface_is_openapi_31(anyone):
    response = anyone.get("/openapi.json")
    assert response.status == 200
    document = response.json()
    assert document["openapi"].startswith("3.1.")
    operations = {(path, method) for path, item in document["paths"].items() for method in item}
    for operation in [
        ("/api/tasks", "get"), ("/api/tasks", "post"), ("/api/tasks/{id}", "get"), ("/api/tasks/{id}", "put"),
        ("/api/tasks/{id}", "delete"), ("/api/tasks/{id}/complete", "patch"), ("/health", "get"), ("/health/ready", "get"),
    ]:
        assert operation in operations


def test_the_documentation_is_a_page(anyone):
    response = anyone.get("/docs")
    assert response.status == 200
    assert response.header("Content-Type").startswith("text/html")
    assert b"<html" in response.body.lower()


def test_the_root_names_the_service_and_links_on(anyone):
    response = anyone.get("/")
    assert response.status == 200
    document = response.json()
    assert document["name"] and document["version"]
    assert "/docs" in response.body.decode() and "/health" in response.body.decode()


@pytest.mark.parametrize("path", ["/", "/health", "/health/ready", "/openapi.json", "/docs"])
def test_public_paths_have_head(anyone, path):
    expect_head_like_get(anyone, path)


def test_task_paths_have_head(client):
    task = client.create()
    for path in ("/api/tasks", "/api/tasks?completed=false", f"/api/tasks/{task['id']}", "/api/tasks/999999999"):
        expect_head_like_get(client, path)


def test_head_needs_a_token_where_get_does(anyone):
    response = anyone.request("HEAD", "/api/tasks")
    assert (response.status, response.body) == (401, b"")


def expect_head_like_get(client, path):
    head, get = client.request("HEAD", path), client.get(path)
    assert (head.status, head.body) == (get.status, b"")
    assert head.header("Content-Type") == get.header("Content-Type")
    # A streamed answer has no length; one that is told must be the right one.
    if head.header("Content-Length") is not None:
        assert int(head.header("Content-Length")) == len(get.body)


@pytest.mark.parametrize("path", ["/health", "/health/ready", "/docs", "/openapi.json"])
def test_a_trailing_slash_is_the_same_public_path(anyone, path):
    assert anyone.get(f"{path}/").body == anyone.get(path).body


def test_a_trailing_slash_is_the_same_task_path(client):
    task = client.post("/api/tasks/", {"title": "Task"}).task(201)
    path = f"/api/tasks/{task['id']}"
    assert client.get(f"{path}/").task() == task
    assert client.get("/api/tasks/").tasks() == [task]
    assert client.get("/api/tasks/?completed=true").tasks() == []
    assert client.patch(f"{path}/complete/").task()["completed"] is True
    check_task(client.put(f"{path}/", {"title": "New", "completed": True}).task())
    assert client.delete(f"{path}/").status == 204


def test_unknown_parameters_and_fields_are_ignored(client):
    body = {"title": "Task", "completed": True, "id": 7, "user_id": "bob", "created_at": "x", "nested": {"a": [1, None]}}
    task = client.post("/api/tasks?utm_source=x&completed=nonsense", body).task(201)
    assert task["completed"] is False and task["user_id"] != "bob" and task["id"] != 7
    path = f"/api/tasks/{task['id']}"
    changed = client.put(f"{path}?x=1", {**body, "title": "New"}).task()
    assert (changed["id"], changed["user_id"], changed["title"]) == (task["id"], task["user_id"], "New")
    assert client.get("/api/tasks?_rsc=1abc&x").tasks() == [changed]
    assert client.get(f"{path}?x=%FF&&=").task() == changed
    assert client.delete(f"{path}?x=1").status == 204
