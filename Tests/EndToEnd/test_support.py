"""The stand itself: a check of these tests that needs neither binary."""
import jwt
import psycopg
import pytest

from support import tokens
from support.client import parse_responses
from support.postgres import PASSWORD
from support.programs import SECRET


def test_postgresql_answers_on_both_ways(fresh_database):
    assert fresh_database.query("select 1") == [(1,)]
    with psycopg.connect(fresh_database.url) as connection:
        assert connection.execute("select current_user, inet_server_addr() is not null").fetchone() == ("todo", True)
    with psycopg.connect(fresh_database.socket_url) as connection:
        assert connection.execute("select current_user, inet_server_addr() is not null").fetchone() == ("todo", False)


def test_a_wrong_password_is_refused_on_the_port(fresh_database):
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(fresh_database.url.replace(PASSWORD, "wrong"))


def test_forged_tokens_are_signed_right():
    claims = jwt.decode(tokens.forge({"alg": "HS256"}, {"sub": "alice"}), SECRET, ["HS256"])
    assert claims == {"sub": "alice"}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(tokens.forge({"alg": "HS256"}, {"sub": "alice"}, secret="x" * 32), SECRET, ["HS256"])


def test_responses_are_told_apart():
    data = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + b"HTTP/1.1 204 No Content\r\nVary: A\r\nVary: B, C\r\n\r\n"
    first, second = parse_responses(data)
    assert (first.status, first.body, second.status) == (200, b"ok", 204)
    assert second.tokens("Vary") == {"a", "b", "c"}
