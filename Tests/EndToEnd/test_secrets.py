"""Where secrets come from: the environment, a file, a prompt, and never the arguments; and that nothing repeats them."""
import pexpect
import psutil
import pytest

from support import tokens
from support.postgres import PASSWORD
from support.programs import SECRET, TODOCTL, Server, environment, migrate, todoctl


@pytest.fixture
def bare_url(fresh_database):
    """The URL of a migrated database, over TCP and without the password that the server asks for."""
    migrate(fresh_database)
    return fresh_database.url.replace(f":{PASSWORD}@", "@")


def terminal(*arguments, **settings):
    return pexpect.spawn(
        TODOCTL, list(arguments), env=environment(TERM="xterm", **settings), cwd="/", dimensions=(24, 100), encoding="utf-8",
        timeout=30,
    )


def end(child):
    text = child.read()
    child.close()
    return text, child.exitstatus


@pytest.mark.parametrize(
    "arguments", [("migrate", "status"), ("user", "list"), ("task", "list", "--user", "alice"), ("user", "export", "--user", "a")]
)
def test_a_password_that_is_missing_is_asked_for_and_not_shown(bare_url, arguments):
    child = terminal(*arguments, DATABASE_URL=bare_url)
    child.expect_exact("Password of the database (not shown): ")
    assert PASSWORD not in " ".join(psutil.Process(child.pid).cmdline())
    child.sendline(PASSWORD)
    text, status = end(child)
    assert status == 0, text
    assert PASSWORD not in text


def test_a_wrong_password_is_refused_without_being_repeated(bare_url):
    child = terminal("migrate", "status", DATABASE_URL=bare_url)
    child.expect_exact("(not shown): ")
    child.sendline("wrong'%& hunter2")
    text, status = end(child)
    assert status == 69
    assert "hunter2" not in text and "password authentication failed" in text


def test_ctrl_c_at_the_password_ends_with_the_terminal_as_it_was(bare_url):
    child = pexpect.spawn(
        "bash", ["--norc", "-i"], env=environment(TERM="dumb", PS1="$ ", DATABASE_URL=bare_url), encoding="utf-8", timeout=30, cwd="/"
    )
    child.expect_exact("$ ")
    child.sendline(f"{TODOCTL} migrate status")
    child.expect_exact("(not shown): ")
    child.sendintr()
    child.expect_exact("$ ")
    child.sendline("echo status $? && stty -a")
    child.expect_exact("status 130")
    child.expect(r"[^-]echo\b")
    child.close(force=True)


def test_nobody_is_asked_where_there_is_no_terminal(bare_url):
    done = todoctl("migrate", "status", DATABASE_URL=bare_url, input=PASSWORD + "\n")
    assert (done.returncode, done.stdout) == (69, "")
    assert "no password supplied" in done.stderr


def test_nobody_is_asked_for_what_libpq_finds_by_itself(bare_url, fresh_database, tmp_path):
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:*:{fresh_database.name}:todo:{PASSWORD}\n")
    file.chmod(0o600)
    ways = [{"PGPASSWORD": PASSWORD}, {"PGPASSFILE": file}, {"DATABASE_URL": f"{bare_url}?passfile={file}"}]
    for settings in ways:
        text, status = end(terminal("task", "list", "--user", "alice", **{"DATABASE_URL": bare_url, **settings}))
        assert status == 0 and "Password" not in text, text


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "secret"
        path.write_text(text)
        return path

    return write


def test_a_secret_may_be_a_file(file, fresh_database, tmp_path):
    migrate(fresh_database)
    url = tmp_path / "url"
    url.write_text(fresh_database.url + "\n")
    secret = file(SECRET + "\n")
    token = todoctl("token", "issue", "--user", "alice", BETTER_AUTH_SECRET_FILE=secret).stdout
    assert todoctl("token", "verify", input=token, BETTER_AUTH_SECRET=SECRET).stdout == "alice\n"
    assert todoctl("migrate", "status", MIGRATION_DATABASE_URL_FILE=url).returncode == 0
    with Server(None, DATABASE_URL_FILE=url, BETTER_AUTH_SECRET=None, BETTER_AUTH_SECRET_FILE=secret) as server:
        server.wait_until_ready()
        assert server.client(tokens.token("alice")).get("/api/tasks").status == 200


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"BETTER_AUTH_SECRET": SECRET}, "BETTER_AUTH_SECRET_FILE: is set, and so is BETTER_AUTH_SECRET; keep one of the two"),
        ({"BETTER_AUTH_SECRET_FILE": "/nowhere/hunter2"}, "BETTER_AUTH_SECRET_FILE: names a file that cannot be read"),
        ({"BETTER_AUTH_SECRET_FILE": "empty"}, "BETTER_AUTH_SECRET_FILE: names a file that is empty"),
    ],
)
def test_a_file_that_does_not_do_is_refused_and_never_shown(file, settings, said):
    path = file("hunter2 and much more than thirty-two bytes")
    if settings.get("BETTER_AUTH_SECRET_FILE") == "empty":
        settings = {"BETTER_AUTH_SECRET_FILE": file("\n")}
    done = todoctl("token", "issue", "--user", "alice", **{"BETTER_AUTH_SECRET_FILE": path, **settings})
    assert done.returncode == 78 and done.stdout == ""
    assert said in done.stderr
    assert "hunter2" not in done.stderr and SECRET not in done.stderr
    with Server("postgresql://u@h/d", **{"BETTER_AUTH_SECRET": None, "BETTER_AUTH_SECRET_FILE": path, **settings}) as server:
        assert server.process.wait(10) == 78
        assert said in server.output() and "hunter2" not in server.output()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://todo:hunter2/x@127.0.0.1:1/todo", "must be percent-encoded"),
        ("postgresql://todo:p@hunter2@127.0.0.1:1/todo", "must be percent-encoded"),
        ("postgresql://todo:hunter2%zz@127.0.0.1:1/todo", "must be percent-encoded"),
        ("postgresql://todo:hunter2@[::1/todo", "must be percent-encoded"),
        ("postgresql://todo:hunter2@127.0.0.1:99999/todo", "the URL's port must be from 1 to 65535"),
        ("postgresql://todo:hunter2@127.0.0.1:1/todo?sslmode=on", "the URL's sslmode must be one of disable, allow"),
    ],
)
def test_a_url_that_cannot_be_meant_stops_the_server_and_is_not_shown(url, said):
    with Server(url) as server:
        assert server.process.wait(10) == 78
        assert "DATABASE_URL: " in server.output() and said in server.output()
        assert "hunter2" not in server.output()


def test_no_command_takes_a_secret_as_an_argument():
    done = todoctl("--experimental-dump-help")
    assert not any(word in done.stdout for word in ('"password"', '"secret"', '"database-url"', '"url"'))
