"""The page `/docs` and its console, in a real Chromium."""
import re
import subprocess

import pytest
from playwright.sync_api import Error

from support import tokens
from support.accessibility import low_contrasts, overflow, unnamed_controls
from support.browser import chromium
from support.console import Console
from support.static_files import StaticFiles


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def address(server):
    return f"http://127.0.0.1:{server.port}"


@pytest.fixture
def console(browser, address):
    """The page, opened; a test that leaves complaints of the browser behind has failed."""
    with Console(browser, address) as console:
        yield console.open()
        assert console.violations() == []
        assert console.complaints() == []


def never(route):
    """Leaves a request without an answer."""


def test_it_is_one_file_that_loads_nothing_and_makes_no_complaint(console, address):
    console.page.wait_for_load_state("networkidle")
    assert console.requests == [f"{address}/docs"]
    assert console.messages == []


def test_a_task_is_created_and_listed(console, client):
    console.token.fill(client.token)
    console.body.fill('{"title": "Water the plants"}')
    console.send("201 Created")
    [task] = client.get("/api/tasks").tasks()
    assert task["title"] == "Water the plants"
    assert f"location: /api/tasks/{task['id']}" in console.head.inner_text()
    assert re.search(r"in \d+ ms", console.outcome.inner_text())
    console.operation.select_option("List tasks")
    console.field("completed").fill("false")
    console.send("200 OK")
    assert '"title": "Water the plants"' in console.answer.inner_text()
    assert console.page.get_by_text("Answer to GET /api/tasks?completed=false").is_visible()


def test_a_422_says_what_is_wrong_with_each_field(console, client):
    console.token.fill(client.token)
    console.body.fill('{"title": " ", "description": 7}')
    console.send("422")
    meanings = console.meanings()
    assert meanings["title"] == "Title is required and must be between 1 and 200 characters"
    assert meanings["description"] == "Description must be a string or null"
    assert "Nothing was changed." in meanings["Cause"]
    assert '"code": "VALIDATION_ERROR"' in console.answer.inner_text()


def test_an_error_is_explained_by_its_row_in_the_catalogue(console):
    console.send("401 Unauthorized")
    assert console.meanings()["Remedy"] == "Send Authorization: Bearer and the token."
    console.meaning.get_by_role("link").click()
    assert console.page.locator(":target th code").inner_text() == "UNAUTHORIZED"


def test_the_token_is_in_the_memory_of_the_page_and_nowhere_else(console, client):
    console.token.fill(f"Bearer {client.token}\n")
    console.send("201 Created")
    assert '-H "Authorization: Bearer $TOKEN"' in console.command.inner_text()
    assert client.token not in console.page.content()
    assert all(client.token not in url for url in [console.page.url, *console.requests])
    assert console.context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    assert console.page.evaluate("() => [sessionStorage.length, history.state, window.name]") == [0, None, ""]
    console.page.reload()
    assert console.token.input_value() == ""


def test_the_command_does_in_a_shell_what_was_sent(console, client):
    console.token.fill(client.token)
    console.body.fill('{"title": "Don\'t \\"stop\\" at $HOME, `id` or \\\\"}')
    console.send("201 Created")
    done = subprocess.run(
        ["bash", "-c", console.command.inner_text() + " --max-time 20"], env={"PATH": "/usr/bin:/bin", "TOKEN": client.token},
        capture_output=True, text=True, timeout=30,
    )
    assert "201 Created" in done.stdout, (done.stdout, done.stderr)
    assert [task["title"] for task in client.get("/api/tasks").tasks()] == ["Don't \"stop\" at $HOME, `id` or \\"] * 2


def test_a_task_is_created_by_the_keyboard_alone(console, client):
    keyboard = console.page.keyboard

    def tab_to(name):
        for _ in range(200):
            keyboard.press("Tab")
            if console.page.evaluate("() => document.activeElement.getAttribute('aria-label')") == name:
                return
        raise AssertionError(f"{name} was not reached")

    tab_to("Try it: Create a task")
    keyboard.press("Enter")
    keyboard.type(client.token)
    for _ in range(4):
        # Description, operation, Idempotency-Key, body.
        keyboard.press("Tab")
    keyboard.press("Control+A")
    keyboard.type('{"title": "Typed"}')
    keyboard.press("Control+Enter")
    console.outcome.get_by_text("201 Created").wait_for()
    assert [task["title"] for task in client.get("/api/tasks").tasks()] == ["Typed"]


def test_tab_visits_everything_visibly_and_comes_out_again(console):
    keyboard = console.page.keyboard
    visited = []
    while True:
        keyboard.press("Tab")
        focused = console.page.evaluate(
            "() => { const { activeElement: it } = document;"
            " return it === document.body ? null : [it.outerHTML, getComputedStyle(it).outlineStyle] }"
        )
        if focused is None:
            break
        visited.append(focused)
        assert len(visited) < 400
    assert {style for _, style in visited} == {"solid"}
    operable = console.page.evaluate(
        "() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]"
        ".filter(it => it.checkVisibility() && !it.disabled).map(it => it.outerHTML)"
    )
    assert len(operable) > 50
    assert set(operable) <= {html for html, _ in visited}


def test_the_command_is_copied(console, address):
    console.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    console.page.get_by_role("button", name="Copy").press("Enter")
    console.page.get_by_text("Copied").wait_for()
    assert console.page.evaluate("() => navigator.clipboard.readText()") == console.command.inner_text()


def test_the_command_is_selected_where_a_page_may_not_copy(console):
    console.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    console.page.get_by_role("button", name="Copy").press("Enter")
    console.page.get_by_text("Selected, to be copied").wait_for()
    assert console.page.evaluate("() => getSelection().toString()") == console.command.inner_text()


def test_every_operation_is_tried_from_its_description(console, server):
    document = server.client().get("/openapi.json").json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            console.page.get_by_role("link", name=f"Try it: {operation['summary']}", exact=True).click()
            assert console.operation.input_value() == operation["operationId"]
            assert console.form.locator("legend:visible").inner_text() == f"{method.upper()} {path}"
            assert console.page.evaluate("() => document.activeElement.matches('#console-form *')")
            # Those that every operation takes are referred to, and not asked for.
            names = [field["name"] for field in operation.get("parameters", []) if "$ref" not in field]
            assert [field.get_attribute("name") for field in console.form.locator("fieldset:enabled input").all()] == names
            assert console.body.count() == ("requestBody" in operation)


def test_the_task_created_last_is_the_one_to_work_on(console, client):
    console.token.fill(client.token)
    console.send("201 Created")
    [task] = client.get("/api/tasks").tasks()
    console.operation.select_option("Delete a task")
    assert console.field("id").input_value() == str(task["id"])
    console.send("204 No Content")
    assert "no body" in console.outcome.inner_text()
    assert client.get("/api/tasks").tasks() == []


def test_a_title_that_looks_like_markup_stays_text(console, client):
    title = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    client.create(title)
    console.token.fill(client.token)
    console.operation.select_option("List tasks")
    console.send("200 OK")
    assert title in console.answer.inner_text()
    assert console.page.locator("img").count() == 0
    assert not [url for url in console.requests if url.endswith("/x")]


def test_a_number_is_shown_to_the_last_digit(console):
    console.page.route("**/api/tasks", lambda route: route.fulfill(body='{"id": 9007199254740993}'))
    console.send("200 OK")
    assert console.answer.inner_text() == '{\n  "id": 9007199254740993\n}'


def test_a_very_long_answer_is_shown_in_part(console):
    console.page.route("**/api/tasks", lambda route: route.fulfill(body="x" * 300_000))
    console.send("200 OK")
    assert "the first 200000 of 300000 characters" in console.outcome.inner_text()
    assert len(console.answer.inner_text()) == 200_000


def test_a_request_under_way_is_cancelled(console):
    console.page.route("**/api/tasks", never)
    console.send("Sending…")
    console.page.get_by_role("button", name="Cancel").press("Enter")
    console.outcome.get_by_text("Cancelled. A change may or may not have been made.").wait_for()
    assert console.page.evaluate("() => document.activeElement.textContent") == "Send"
    console.send("Sending…")
    console.page.keyboard.press("Escape")
    console.outcome.get_by_text("Cancelled.").wait_for()


def test_a_request_without_an_answer_is_given_up(browser, address):
    with Console(browser, address) as console:
        console.page.clock.install()
        console.open()
        console.page.route("**/api/tasks", never)
        console.operation.select_option("List tasks")
        console.send("Sending…")
        console.page.clock.fast_forward(30_000)
        console.outcome.get_by_text("No answer within 30 seconds.").wait_for()


def test_a_service_that_is_away_is_told_in_words(browser, address):
    with Console(browser, address) as console:
        console.open()
        console.page.route("**/api/tasks", lambda route: route.abort())
        console.operation.select_option("List tasks")
        console.send("No answer: the service cannot be reached, or the connection broke off.")


def test_a_token_that_cannot_be_sent_is_told_in_words(console):
    console.token.fill("tökén ✗")
    console.send("Not sent: the token or a header holds a character that no header may hold.")


def test_the_answer_is_told_to_screen_readers(console):
    console.send("401 Unauthorized")
    status = console.page.get_by_role("status").filter(has_text="401 Unauthorized")
    assert "Authorization header is required" not in status.inner_text()
    assert "Send Authorization: Bearer and the token." in status.inner_text()


def test_controls_have_names_and_headings_an_order(console):
    console.send("401 Unauthorized")
    assert unnamed_controls(console) == []
    levels = console.page.evaluate("() => [...document.querySelectorAll('h1, h2, h3, h4')].map(it => Number(it.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("outcome", ["201 Created", "401 Unauthorized"])
def test_every_text_stands_out_from_what_is_behind_it(browser, address, client, scheme, outcome):
    with Console(browser, address, color_scheme=scheme) as console:
        console.open()
        if outcome.startswith("201"):
            console.token.fill(client.token)
        console.send(outcome)
        console.page.mouse.move(0, 0)
        assert low_contrasts(console) == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_nothing_is_wider_than_the_window(browser, address, client, width):
    with Console(browser, address, viewport={"width": width, "height": 800}) as console:
        console.open()
        console.token.fill(client.token)
        console.body.fill('{"title": "%s"}' % ("x" * 200))
        console.send("201 Created")
        assert overflow(console) <= 0
        console.operation.select_option("Complete a task")
        assert overflow(console) <= 0


def test_without_javascript_the_page_is_whole_and_the_console_is_not_there(browser, address):
    with Console(browser, address, java_script_enabled=False) as console:
        console.open()
        assert console.page.get_by_text("The console needs JavaScript.").is_visible()
        assert not console.form.is_visible()
        assert console.page.get_by_role("link", name="Try it").count() == 0
        assert console.page.get_by_role("heading", level=3, name="Create a task").is_visible()
        assert console.page.locator("#errors tbody:visible").count() == console.page.locator("#errors tbody").count() > 10


def test_with_javascript_nothing_asks_for_it(console):
    assert not console.page.get_by_text("The console needs JavaScript.").is_visible()
    assert console.form.is_visible()


def test_the_policy_lets_nothing_out_and_no_text_become_markup(browser, address, tmp_path):
    (tmp_path / "leak").write_text("")
    with StaticFiles(tmp_path) as elsewhere, Console(browser, address) as console:
        console.open()
        with pytest.raises(Error, match="Failed to fetch"):
            console.page.evaluate("url => fetch(url, { mode: 'no-cors' })", elsewhere.url("leak"))
        with pytest.raises(Error, match="TrustedHTML"):
            console.page.evaluate("() => { document.body.innerHTML = '<b>bold</b>' }")
        assert console.violations() == ["connect-src", "require-trusted-types-for"]
