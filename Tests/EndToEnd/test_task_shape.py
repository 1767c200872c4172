"""Task: every key always, types, text to the letter, times."""
from datetime import datetime, timedelta, timezone

import pytest

from support import tokens


def test_the_owner_is_the_users_id(server):
    user_id = tokens.user("😀 ěšč 'quoted\" ")
    task = server.client(tokens.token(user_id)).create()
    assert task["user_id"] == user_id


def test_times_are_now_in_utc(client):
    before = datetime.now(timezone.utc) - timedelta(seconds=2)
    task = client.create()
    created_at = datetime.strptime(task["created_at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    assert before < created_at < datetime.now(timezone.utc) + timedelta(seconds=2)
    assert task["updated_at"] == task["created_at"]


TEXT = [
    'quo"ted \\ back/slash',
    "line\nfeed \r\n tab\t",
    "".join(chr(code) for code in range(1, 32)) + ".",
    "\x7f \x80 \x9f.",
    "😀 👨‍👩‍👧‍👦 🇨🇿 漢字 עברית",
    "e\u0301 is not \u00e9",
    "\u2028 \u2029 \ufeff \u200b \uffff \U0010ffff",
    "</script><!-- &amp; '",
    "'); drop table tasks; --",
    "$1 %s {0} null",
]


@pytest.mark.parametrize("text", TEXT)
def test_text_is_kept_to_the_letter(client, text):
    task = client.create(f"a{text}b", description=text)
    assert (task["title"], task["description"]) == (f"a{text}b", text)
    assert client.get("/api/tasks").tasks() == [task]
    assert client.get(f"/api/tasks/{task['id']}").task() == task


def test_escapes_of_json_are_read(client):
    body = b'{"title":"\\u00e9\\ud83d\\ude00\\/\\"\\\\\\n.", "description":"\\u0001\\t"}'
    task = client.post("/api/tasks", body=body).task(201)
    assert (task["title"], task["description"]) == ('é😀/"\\\n.', "\x01\t")


def test_an_empty_description_is_one(client):
    assert client.create(description="")["description"] == ""
    assert client.create()["description"] is None
    assert client.create(description=None)["description"] is None


def test_a_long_description_is_kept(client):
    text = "0123456789" * 20_000
    task = client.create(description=text)
    assert client.get(f"/api/tasks/{task['id']}").task()["description"] == text


@pytest.mark.parametrize(
    "sent, kept",
    [
        ("  Buy milk\n", "Buy milk"),
        ("\t\x0b\x0c\r\x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000x\u3000", "x"),
        ("\ufeffx\u200b", "\ufeffx\u200b"),
        ("  " + "x" * 200 + "  ", "x" * 200),
        ("😀" * 200, "😀" * 200),
        ("🇨🇿" * 100, "🇨🇿" * 100),
        ("e\u0301" * 100, "e\u0301" * 100),
        ("x", "x"),
    ],
)
def test_titles_are_trimmed_and_counted_in_scalar_values(client, sent, kept):
    task = client.create(sent)
    assert task["title"] == kept
    assert client.put(f"/api/tasks/{task['id']}", {"title": sent, "completed": False}).task()["title"] == kept
