"""The stand itself: a check of these tests that needs neither binary."""
import contextlib
import gc
import socket

import jwt
import psycopg
import pytest

from support import tokens
from support.client import parse_responses
from support.gate import Gate
from support.pgbouncer import PgBouncer
from support.postgres import PASSWORD
from support.programs import SECRET
from support.proxy import Proxy
from support.waiting import eventually


def test_postgresql_answers_on_both_ways(fresh_database):
    assert fresh_database.query("select 1") == [(1,)]
    with psycopg.connect(fresh_database.url) as connection:
        assert connection.execute("select current_user, inet_server_addr() is not null").fetchone() == ("todo", True)
    with psycopg.connect(fresh_database.socket_url) as connection:
        assert connection.execute("select current_user, inet_server_addr() is not null").fetchone() == ("todo", False)


def test_a_wrong_password_is_refused_on_the_port(fresh_database):
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(fresh_database.url.replace(PASSWORD, "wrong"))


def test_a_pooler_shares_its_few_connections(cluster, fresh_database):
    with PgBouncer(cluster) as pooler:
        with pooler.every_server_connection(fresh_database) as clients:
            processes = {client.execute("select pg_backend_pid()").fetchone()[0] for client in clients}
        assert len(processes) == pooler.pool_size
        clients = [pooler.connect(fresh_database) for _ in range(10)]
        assert {client.execute("select pg_backend_pid()").fetchone()[0] for client in clients} <= processes
        for client in clients:
            client.close()


def test_a_gate_holds_whoever_comes_until_it_opens(cluster, fresh_database):
    with Gate(cluster.port, wakes_after=0.5) as gate:
        for _ in range(2):
            gate.fall_asleep()
            with psycopg.connect(gate.url(fresh_database)) as connection:
                assert gate.is_awake and gate.held == 1
                assert connection.execute("select 1").fetchone() == (1,)
                gate.fall_asleep()
                with pytest.raises(psycopg.OperationalError):
                    connection.execute("select 1")


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


def test_a_proxy_leaves_no_connection_behind_whose_client_does_not_read():
    """It would be found by some later test (`unclosed transport`)."""
    with socket.create_server(("127.0.0.1", 0)) as target, socket.socket() as client:
        with Proxy(target.getsockname()[1]) as proxy:
            client.connect(("127.0.0.1", proxy.port))
            peer, _ = target.accept()
            with peer, contextlib.suppress(TimeoutError):
                peer.settimeout(0.2)
                while True:
                    peer.send(b"x" * 65536)
            [link] = proxy._links
            client.shutdown(socket.SHUT_WR)
            eventually(link.client.is_closing, what="the proxy's end of the connection")
        del proxy, link
        gc.collect()
