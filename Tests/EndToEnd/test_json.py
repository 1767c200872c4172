"""`--json`: one versioned document on standard output, from every command that has a result."""
import json
import re
import subprocess

import pytest

from support.programs import SECRET, TODOCTL, migrate, todoctl


def commands(path=()):
    """Every command that does something, as its own description tells."""
    done = subprocess.run([TODOCTL, "--experimental-dump-help"], capture_output=True, text=True, check=True)

    def leaves(command, path):
        below = [sub for sub in command.get("subcommands", []) if sub["commandName"] != "help"]
        for sub in below:
            yield from leaves(sub, (*path, sub["commandName"]))
        if not below:
            yield path, command

    return list(leaves(json.loads(done.stdout)["command"], ()))


def options(command):
    return {name["name"] for argument in command.get("arguments", []) for name in argument.get("names") or []}


def test_every_command_but_dev_has_it():
    assert {path for path, command in commands() if "json" not in options(command)} == {("dev",)}


@pytest.fixture
def place(fresh_database, tmp_path):
    """A migrated database with a task of alice's, and a folder to work in."""
    migrate(fresh_database)
    fresh_database.query("insert into tasks (user_id, title) values ('alice', 'a')")
    return fresh_database, tmp_path


def test_every_document_has_the_version_and_names_its_command(place):
    database, folder = place
    export, key = str(folder / "alice.jsonl"), str(folder / "dev.jwk")
    settings = {"DATABASE_URL": database.url, "BETTER_AUTH_SECRET": SECRET}
    token = todoctl("token", "issue", "--user", "alice", **settings).stdout
    [(number,)] = database.query("select id from tasks")
    runs = [
        (["migrate", "status"], "migrate.status"), (["migrate", "plan"], "migrate.plan"), (["migrate", "up"], "migrate.up"),
        (["migrate", "verify"], "migrate.verify"), (["task", "show", str(number), "--user", "alice"], "task.show"),
        (["task", "list", "--user", "alice"], "task.list"), (["db", "wait"], "db.wait"),
        (["idempotency", "prune"], "idempotency.prune"),
        (["user", "list"], "user.list"), (["user", "stats"], "user.stats"),
        (["user", "export", "--user", "alice", "--output", export], "user.export"),
        (["user", "import", export, "--user", "alice", "--adopt"], "user.import"),
        (["token", "issue", "--user", "alice"], "token.issue"), (["token", "inspect"], "token.inspect"),
        (["token", "verify"], "token.verify"), (["token", "keygen", key], "token.keygen"), (["token", "jwks", key], "token.jwks"),
        (["task", "delete", str(number), "--user", "alice", "--yes"], "task.delete"),
        (["user", "erase", "--user", "alice", "--yes"], "user.erase"),
    ]
    for arguments, kind in runs:
        done = todoctl(*arguments, "--json", input=token, **settings)
        assert done.returncode == 0, (arguments, done.stderr)
        document = json.loads(done.stdout)
        assert (document["version"], document["kind"]) == (1, kind)
        assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in document)


def test_a_failure_prints_no_document_but_a_line_and_a_status(place):
    database, _ = place
    done = todoctl("task", "show", "999999", "--user", "alice", "--json", DATABASE_URL=database.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "todoctl: Task not found\n"


def test_an_issued_token_says_when_it_ends():
    done = todoctl("token", "issue", "--user", "alice", "--expires-in", "15m", "--json", BETTER_AUTH_SECRET=SECRET)
    document = json.loads(done.stdout)
    verified = todoctl("token", "verify", "--json", input=document["token"], BETTER_AUTH_SECRET=SECRET)
    assert json.loads(verified.stdout)["user_id"] == document["user_id"] == "alice"
    after = todoctl("token", "verify", "--at", document["expires_at"].replace(".000Z", ".000+00:00"), input=document["token"],
                    BETTER_AUTH_SECRET=SECRET)
    assert after.returncode == 0, "the skew of a minute counts from there"


def test_a_document_of_public_keys_is_a_jwks(tmp_path):
    key = str(tmp_path / "dev.jwk")
    made = json.loads(todoctl("token", "keygen", key, "--json").stdout)
    document = json.loads(todoctl("token", "jwks", key, "--json").stdout)
    assert made["file"] == key
    assert [entry["kid"] for entry in document["keys"]] == [made["kid"]]
    assert "d" not in document["keys"][0]
