"""`todoctl token inspect` and `verify`: what they foretell is what the server does."""
import os
import pty
import select
import subprocess
import termios
import time

import pytest

import test_authentication as authentication
from support import inspection, tokens
from support.programs import SECRET, TODOCTL, Server, environment, todoctl
from support.waiting import eventually

NOW = int(time.time())
STRICT = {"JWT_ISSUER": "https://app.example.com", "JWT_AUDIENCE": "todo-api", "JWT_USER_ID_CLAIM": "user.id"}


def inspect(token, **settings):
    return inspection.inspect(token, BETTER_AUTH_SECRET=SECRET, **settings)


def check_prediction(server, token, **settings):
    return inspection.check_prediction(server, token, BETTER_AUTH_SECRET=SECRET, **settings)


ANYTHING = {
    "empty": "",
    **authentication.MALFORMED,
    **authentication.UNTRUSTED,
    "empty signature": f"{authentication.HEADER}.{authentication.PAYLOAD}.",
    "expired": tokens.token("alice", exp=NOW - 3600),
    "no expiry": tokens.token("alice", exp=None),
    "expiry that is no number": tokens.forge(authentication.HS256, {"sub": "alice", "exp": str(NOW + 3600)}),
    "not yet valid": tokens.token("alice", nbf=NOW + 86400),
    "issued in the future": tokens.token("alice", iat=NOW + 86400),
    "for something else": tokens.token("alice", headers={"typ": "better-auth.session-cache+jwt"}),
    "critical extension": tokens.forge({**authentication.HS256, "crit": ["b64"]}, authentication.CLAIMS),
    **{
        name: tokens.forge(
            authentication.HS256,
            {name: value for name, value in {**authentication.CLAIMS, **claims}.items() if value is not None},
        )
        for name, claims in authentication.WITHOUT_USER.items()
    },
    "good": authentication.GOOD,
    "good without typ": tokens.forge({"alg": "HS256"}, authentication.CLAIMS),
}


@pytest.mark.parametrize("token", ANYTHING.values(), ids=ANYTHING.keys())
def test_the_server_answers_as_foretold(server, token):
    check_prediction(server, token)


def test_every_message_of_the_contract_is_foretold():
    messages = {inspect(token)["message"] for token in ANYTHING.values()}
    assert messages == {
        None, authentication.REQUIRED, authentication.FORMAT, authentication.SIGNATURE, authentication.EXPIRED,
        authentication.INVALID, authentication.NO_USER,
    }


@pytest.fixture(scope="module")
def strict_server(database):
    with Server(database.url, **STRICT) as server:
        yield server.wait_until_ready()


@pytest.mark.parametrize(
    "claims, check",
    [({}, None), ({"iss": None}, "iss"), ({"aud": ["other"]}, "aud"), ({"user": {"id": ""}}, "user")],
    ids=repr,
)
def test_the_settings_count_for_both(strict_server, claims, check):
    report = check_prediction(strict_server, authentication.strict_token(**claims), **STRICT)
    assert inspection.failed(report) == check


def test_verify_prints_the_user():
    done = todoctl("token", "verify", input=f"Bearer {tokens.token('alice')}\n", BETTER_AUTH_SECRET=SECRET)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alice\n", "")


def test_verify_says_why_not():
    done = todoctl("token", "verify", input=tokens.token("alice", exp=NOW - 3600), BETTER_AUTH_SECRET=SECRET)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("todoctl: Token has expired")
    assert len(done.stderr.splitlines()) == 1


class Terminal:
    """`todoctl` on a terminal of its own."""

    def __init__(self, *arguments):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [TODOCTL, *arguments], env=environment(BETTER_AUTH_SECRET=SECRET), stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True, cwd="/",
        )
        self.slave = slave
        self.shown = b""

    def __enter__(self):
        os.set_blocking(self.master, False)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)

    def wait_for(self, text):
        eventually(lambda: text in self.read(), what=repr(text))

    def read(self):
        try:
            while part := os.read(self.master, 65536):
                self.shown += part
        except BlockingIOError:
            pass
        return self.shown.decode()

    def type(self, text):
        data = text.encode()
        while data:
            assert select.select([], [self.master], [], 10)[1], "it does not read"
            data = data[os.write(self.master, data[:1024]):]


@pytest.mark.parametrize("size", [0, 6000], ids=["short", "longer than a terminal's line"])
def test_a_token_that_is_pasted_is_not_shown(size):
    token = tokens.token("alice", padding="x" * size)
    with Terminal("token", "inspect") as terminal:
        terminal.wait_for("Token (not shown):")
        terminal.type(token + "\r")
        assert terminal.process.wait(10) == 0
        assert '\x1b[32maccepted\x1b[0m: the user "alice"' in terminal.read()
        assert token[:20] not in terminal.shown.decode()


def test_a_token_that_is_typed_can_be_corrected():
    with Terminal("token", "verify") as terminal:
        terminal.wait_for("Token (not shown):")
        terminal.type("nonsense\x15" + tokens.token("alice") + "xy\x7f\x7f\n")
        assert terminal.process.wait(10) == 0
        assert terminal.read().endswith("alice\r\n")


def test_control_c_at_the_prompt_ends_it_and_leaves_the_terminal_as_it_was():
    with Terminal("token", "inspect") as terminal:
        before = termios.tcgetattr(terminal.slave)
        terminal.wait_for("Token (not shown):")
        assert termios.tcgetattr(terminal.slave) != before
        terminal.type("eyJ\x03")
        assert terminal.process.wait(10) == -2
        assert termios.tcgetattr(terminal.slave) == before
        assert "eyJ" not in terminal.read()


@pytest.mark.parametrize("command", ["inspect", "verify"])
def test_a_token_among_the_arguments_is_refused(command):
    token = tokens.token("alice")
    done = todoctl("token", command, token, BETTER_AUTH_SECRET=SECRET)
    assert (done.returncode, done.stdout) == (64, "")
    assert "never taken from the arguments" in done.stderr
    assert token not in done.stderr
