"""The kind of tokens that Better Auth makes without Better Auth: `todoctl` signs, any web server publishes the JWKS."""
import json
import time

import jwt
import pytest

from support import tokens
from support.inspection import check_prediction, facts, failed, inspect
from support.programs import SECRET, Server, todoctl
from support.static_files import StaticFiles
from support.waiting import free_port

NOW = int(time.time())


class Key:
    """A private key in a file."""

    def __init__(self, path):
        self.path = str(path)
        assert todoctl("token", "keygen", self.path).returncode == 0
        with open(path) as file:
            self.private = json.load(file)
        self.kid = self.private["kid"]

    def jwks(self):
        return todoctl("token", "jwks", self.path).stdout

    def issue(self, user_id, **settings):
        done = todoctl("token", "issue", "--user", user_id, "--key", self.path, **settings)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def sign(self, headers=None, **claims):
        """A token by another library; a claim given as `None` is left out."""
        payload = {"sub": "alice", "iat": NOW, "exp": NOW + 3600, **claims}
        return jwt.encode(
            {name: value for name, value in payload.items() if value is not None}, jwt.PyJWK(self.private).key, "EdDSA",
            {"kid": self.kid, **(headers or {})},
        )


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("issuer")


@pytest.fixture(scope="module")
def key(directory):
    return Key(directory / "dev.jwk")


@pytest.fixture(scope="module")
def stranger(directory):
    """A key that nobody publishes."""
    return Key(directory / "stranger.jwk")


@pytest.fixture(scope="module")
def issuer(directory, key):
    published = directory / "public"
    published.mkdir()
    (published / "jwks.json").write_text(key.jwks())
    with StaticFiles(published) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def settings(issuer):
    return {"BETTER_AUTH_SECRET": None, "JWKS_URL": issuer.url("jwks.json"), "ADMIN_PORT": free_port()}


@pytest.fixture(scope="module")
def issued_server(database, settings):
    with Server(database.url, **settings) as server:
        yield server.wait_until_ready()


def test_the_server_takes_a_token_that_todoctl_signs(issued_server, key, settings):
    user_id = tokens.user("zoë")
    token = key.issue(user_id, **settings)
    assert issued_server.client(token).create()["user_id"] == user_id
    report = check_prediction(issued_server, token, **settings)
    assert report["user_id"] == user_id
    assert facts(report, "key").startswith(f'kid "{key.kid}", fetched now from {settings["JWKS_URL"]}; this server knows it')
    assert todoctl("token", "verify", input=token, **settings).stdout == f"{user_id}\n"


def test_the_server_answers_as_foretold(issued_server, key, stranger, settings):
    head, payload, signature = key.sign().split(".")
    table = {
        "expired": (key.sign(exp=NOW - 3600), "exp", "Token has expired"),
        "no expiry": (key.sign(exp=None), "exp", "Invalid or expired token"),
        "in the future": (key.sign(iat=NOW + 3600), "iat", "Invalid or expired token"),
        "no user": (key.sign(sub=""), "user", "Invalid token: missing user_id"),
        "session": (key.sign({"typ": "better-auth.session-cache+jwt"}), "typ", "Invalid or expired token"),
        "unknown kid": (stranger.sign(), "key", "Invalid token signature"),
        "another's key": (stranger.sign({"kid": key.kid}), "signature", "Invalid token signature"),
        "secret": (tokens.token("alice"), "key", "Invalid token signature"),
        "secret with the kid": (tokens.token("alice", headers={"kid": key.kid}), "key", "Invalid token signature"),
        "public key as secret": (
            tokens.forge({"alg": "HS256", "kid": key.kid}, {"sub": "alice", "exp": NOW + 60}, key.private["x"]), "key",
            "Invalid token signature",
        ),
        "no signature": (f"{head}.{payload}.", "signature", "Invalid token signature"),
        "cut": (f"{head}.{payload}", "form", "Invalid token format"),
    }
    for name, (token, check, message) in table.items():
        report = check_prediction(issued_server, token, **settings)
        assert (failed(report), report["message"]) == (check, message), name


def test_an_unknown_kid_is_explained_by_those_that_are_known(issued_server, key, stranger, settings):
    done = todoctl("token", "inspect", input=stranger.sign(), **settings)
    [line] = [line for line in done.stdout.splitlines() if line.startswith("✘ key")]
    assert f'signed EdDSA with kid "{stranger.kid}"; this server knows kid "{key.kid}", last fetched ' in line
    assert f'fetched now from {settings["JWKS_URL"]}: kid "{key.kid}"' in line
    verified = todoctl("token", "verify", input=stranger.sign(), **settings)
    assert (verified.returncode, verified.stdout) == (1, "")
    assert stranger.kid in verified.stderr


def test_without_a_server_the_issuer_is_asked_alone(key, stranger, settings):
    settings = {**settings, "ADMIN_PORT": None}
    report = inspect(stranger.sign(), **settings)
    assert "this server" not in facts(report, "key")
    assert report["jwks"] == {
        "url": settings["JWKS_URL"], "fetched": [key.kid], "failure": None, "server": None, "server_last_fetched": None,
    }


def test_issuer_and_audience_are_better_auths_by_default(key):
    settings = {"BETTER_AUTH_URL": "http://localhost:3000/"}
    claims = jwt.decode(key.issue("alice", **settings), options={"verify_signature": False})
    assert (claims["iss"], claims["aud"]) == ("http://localhost:3000", "http://localhost:3000")


def test_both_sources_have_their_own_expectations(database, issuer, key):
    settings = {"BETTER_AUTH_URL": issuer.url(""), "JWKS_URL": issuer.url("jwks.json"), "BETTER_AUTH_SECRET": SECRET}
    with Server(database.url, **settings) as server:
        server.wait_until_ready()
        assert check_prediction(server, key.issue("alice", **settings), **settings)["answer"] == "accepted"
        assert check_prediction(server, tokens.token("alice"), **settings)["answer"] == "accepted"
        report = check_prediction(server, key.sign(), **settings)
        assert (failed(report), report["message"]) == ("iss", "Invalid or expired token")


def test_an_issuer_that_cannot_be_reached_is_not_the_tokens_fault(database, key):
    settings = {"JWKS_URL": f"http://127.0.0.1:{free_port()}/jwks.json", "BETTER_AUTH_SECRET": SECRET}
    with Server(database.url, **settings) as server:
        server.wait_until_ready()
        report = check_prediction(server, key.sign(), **settings)
        assert report["status"] == 503
        assert "connection refused" in facts(report, "key")
        assert check_prediction(server, tokens.token("alice"), **settings)["answer"] == "accepted"
        assert check_prediction(server, "null", **settings)["status"] == 401
    assert todoctl("token", "verify", input=key.sign(), **settings).returncode == 69


def test_what_cannot_be_known_is_not_foretold(issued_server, issuer, key, settings):
    """The server goes on with the keys that it has; from outside they cannot be had."""
    issuer.stop()
    try:
        report = inspect(key.sign(), **settings)
        assert report["answer"] == "unknown"
        assert report["jwks"]["server"] == [key.kid]
        assert issued_server.client(key.sign()).get("/api/tasks").status == 200
    finally:
        issuer.start()
