"""422: what is refused, and that all of it is reported at once."""
import pytest

TITLE = "Title is required and must be between 1 and 200 characters"

REFUSED_TITLES = [
    {}, {"title": None}, {"title": ""}, {"title": " \t\n"}, {"title": "\u3000\u2003"}, {"title": "x" * 201},
    {"title": "😀" * 201}, {"title": "🇨🇿" * 101}, {"title": "e\u0301" * 101}, {"title": 1}, {"title": True},
    {"title": ["x"]}, {"title": {"text": "x"}}, {"title": 1.5},
]


@pytest.mark.parametrize("body", REFUSED_TITLES, ids=lambda body: repr(body)[:30])
def test_a_title_that_breaks_a_rule_is_refused_and_changes_nothing(client, body):
    client.post("/api/tasks", body).error(422, "VALIDATION_ERROR", "Validation failed", {"title"})
    task = client.create()
    path = f"/api/tasks/{task['id']}"
    client.put(path, {"completed": True, **body}).error(422, "VALIDATION_ERROR", "Validation failed", {"title"})
    assert client.get("/api/tasks").tasks() == [task]


@pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": " "}, {"title": "x" * 201}], ids=repr)
def test_the_title_has_its_sentence(client, body):
    error = client.post("/api/tasks", body).error(422, "VALIDATION_ERROR")
    assert error["details"] == {"title": TITLE}


@pytest.mark.parametrize("description", [1, 1.5, True, [], {}, ["x"], "a\x00b"], ids=repr)
def test_a_description_that_breaks_a_rule_is_refused(client, description):
    body = {"title": "Task", "description": description}
    client.post("/api/tasks", body).error(422, "VALIDATION_ERROR", "Validation failed", {"description"})
    path = f"/api/tasks/{client.create()['id']}"
    client.put(path, {**body, "completed": True}).error(422, "VALIDATION_ERROR", "Validation failed", {"description"})


@pytest.mark.parametrize("title", ["\x00", "a\x00", "\x00a", "a\x00b"], ids=repr)
def test_the_null_character_is_refused(client, title):
    client.post("/api/tasks", {"title": title}).error(422, "VALIDATION_ERROR", details={"title"})


@pytest.mark.parametrize(
    "body", [{}, {"completed": None}, {"completed": "true"}, {"completed": 1}, {"completed": 0}, {"completed": []}], ids=repr
)
def test_put_requires_a_boolean_completed(client, body):
    path = f"/api/tasks/{client.create()['id']}"
    client.put(path, {"title": "Task", **body}).error(422, "VALIDATION_ERROR", "Validation failed", {"completed"})


@pytest.mark.parametrize("completed", [None, "true", "false", 1, 0, [], {}], ids=repr)
def test_complete_refuses_what_is_no_boolean(client, completed):
    task = client.create()
    path = f"/api/tasks/{task['id']}"
    client.patch(f"{path}/complete", {"completed": completed}).error(422, "VALIDATION_ERROR", details={"completed"})
    assert client.get(path).task() == task


def test_create_reports_every_fault(client):
    client.post("/api/tasks", {"title": " ", "description": 5}).error(
        422, "VALIDATION_ERROR", "Validation failed", {"title", "description"}
    )


def test_put_reports_every_fault_the_path_included(client):
    client.put("/api/tasks/abc", {"title": 5, "description": 5, "completed": 5}).error(
        422, "VALIDATION_ERROR", "Validation failed", {"id", "title", "description", "completed"}
    )


def test_complete_reports_every_fault_the_path_included(client):
    client.patch("/api/tasks/abc/complete", {"completed": "yes"}).error(
        422, "VALIDATION_ERROR", "Validation failed", {"id", "completed"}
    )


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"true", b"[{}]"], ids=repr)
def test_json_that_is_no_object_is_refused(client, body):
    task = client.create()
    client.post("/api/tasks", body=body).error(422, "VALIDATION_ERROR", "Validation failed")
    client.put(f"/api/tasks/{task['id']}", body=body).error(422, "VALIDATION_ERROR", "Validation failed")
    client.patch(f"/api/tasks/{task['id']}/complete", body=body).error(422, "VALIDATION_ERROR", "Validation failed")
    assert client.get("/api/tasks").tasks() == [task]


NOT_INTEGERS = ["abc", "1a", "1.0", "1e3", "0x1", "+1", "%20", "1%20", "-", "%D9%A1", "null", "1_0", "%00", "1%00"]


@pytest.mark.parametrize("text", NOT_INTEGERS)
def test_an_id_that_is_no_decimal_integer_is_refused(client, text):
    path = f"/api/tasks/{text}"
    for response in (
        client.get(path), client.delete(path), client.put(path, {"title": "x", "completed": True}),
        client.patch(f"{path}/complete"),
    ):
        response.error(422, "VALIDATION_ERROR", "Validation failed", {"id"})


@pytest.mark.parametrize(
    "text", ["0", "-0", "-1", "00", "9223372036854775808", "-9223372036854775809", "9" * 100, "9223372036854775807"]
)
def test_an_id_that_no_row_has_is_not_found(client, text):
    path = f"/api/tasks/{text}"
    for response in (
        client.get(path), client.delete(path), client.put(path, {"title": "x", "completed": True}),
        client.patch(f"{path}/complete"),
    ):
        response.error(404, "NOT_FOUND", "Task not found")


def test_leading_zeros_of_an_id_do_not_count(client):
    task = client.create()
    assert client.get(f"/api/tasks/000{task['id']}").task() == task


@pytest.mark.parametrize("text", ["true", "TRUE", "True", "tRuE", "1"])
def test_completed_true_filters(client, text):
    done, _ = client.create("Done"), client.create("Open")
    done = client.patch(f"/api/tasks/{done['id']}/complete").task()
    assert client.get(f"/api/tasks?completed={text}").tasks() == [done]


@pytest.mark.parametrize("text", ["false", "FALSE", "False", "fAlSe", "0"])
def test_completed_false_filters(client, text):
    done, undone = client.create("Done"), client.create("Open")
    client.patch(f"/api/tasks/{done['id']}/complete")
    assert client.get(f"/api/tasks?completed={text}").tasks() == [undone]


@pytest.mark.parametrize("text", ["", "yes", "no", "2", "-1", "t", "null", "true%20", "%20true", "01", "truefalse", "%FF"])
def test_any_other_completed_is_refused(client, text):
    client.get(f"/api/tasks?completed={text}").error(422, "VALIDATION_ERROR", "Validation failed", {"completed"})


def test_refusals_change_nothing(client):
    task = client.create("Task", description="Text")
    path = f"/api/tasks/{task['id']}"
    client.put(path, {"title": "New", "description": 5, "completed": True}).error(422, "VALIDATION_ERROR")
    client.put(path, {"title": "New"}).error(422, "VALIDATION_ERROR")
    assert client.get(path).task() == task
