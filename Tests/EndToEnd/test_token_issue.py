"""`todoctl token issue`: a token that the server takes and another library verifies."""
import time

import jwt
import pytest

from support import tokens
from support.programs import SECRET, todoctl


def issue(*arguments, **settings):
    done = todoctl("token", "issue", *arguments, BETTER_AUTH_SECRET=SECRET, **settings)
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stdout + done.stderr
    [token] = done.stdout.splitlines()
    return token


def test_the_server_takes_it(server):
    user_id = tokens.user("žluťoučký 😀")
    assert server.client(issue("--user", user_id)).create()["user_id"] == user_id


def test_pyjwt_verifies_it():
    before = int(time.time())
    claims = jwt.decode(issue("--user", "alice"), SECRET, ["HS256"], options={"require": ["exp", "iat"]})
    assert claims.get("user_id", claims.get("sub")) == "alice"
    assert before <= claims["iat"] <= time.time()
    assert claims["exp"] > time.time()


def test_it_fits_the_settings():
    settings = {"JWT_ISSUER": "https://app.example.com", "JWT_AUDIENCE": "todo-api"}
    token = issue("--user", "alice", **settings)
    jwt.decode(token, SECRET, ["HS256"], issuer="https://app.example.com", audience="todo-api")
    with pytest.raises(jwt.InvalidIssuerError):
        jwt.decode(token, SECRET, ["HS256"], issuer="https://other.example.com", audience="todo-api")


@pytest.mark.parametrize("user_id", ["", "x" * 256], ids=["empty", "too long"])
def test_nobody_gets_a_token_as_a_user_whom_the_server_refuses(user_id):
    assert todoctl("token", "issue", "--user", user_id, BETTER_AUTH_SECRET=SECRET).returncode == 64
