"""An issuer that is slow, broken, malicious or away: what is known stays good, and what is not known is nobody's fault."""
import socket
import ssl
import threading
import time

import pytest

from support import tokens
from support.certificates import Certificates
from support.jwks import Issuer, Key, Served, answer, endless, redirects_to, says, stall, trickle
from support.programs import ORIGIN, SECRET
from support.waiting import eventually, free_port
from test_authentication import SIGNATURE, refuse

DEEP = '{"keys":' + "[" * 100_000
GOOD = '{"keys":[]}'

BROKEN = {
    "stalls": (stall, "no answer within 5 s"),
    "trickles": (trickle, "no answer within 5 s"),
    "endless": (endless, "larger than 262144 bytes"),
    "10 MB": (says(b" " * 10_000_000), "larger than 262144 bytes"),
    "length too long": (says(GOOD, length=100), "the connection ended"),
    "length too short": (says(GOOD, length=5), "not a JWK set"),
    "huge length": (says(GOOD, length=10**15), "the connection ended"),
    "nothing": (lambda connection, _: None, "the connection ended"),
    "HTML": (says("<!doctype html><title>Sign in</title>"), "not a JWK set"),
    "no JSON": (says("\x00\xff\xfe"), "not a JWK set"),
    "other JSON": (says('{"error":"unauthorized"}'), "not a JWK set"),
    "deep nesting": (says(DEEP), "not a JWK set"),
    "empty set": (says('{"keys":[]}'), "the JWK set is empty"),
    "no usable key": (says('{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}'), "none of the 1 entries"),
    "compressed": (says(b"\x1f\x8b\x08", fields={"Content-Encoding": "gzip"}), "not a JWK set"),
    "404": (says("{}", status="404 Not Found"), "HTTP 404"),
    "500": (says("{}", status="500 Internal Server Error"), "HTTP 500"),
    "no HTTP": (lambda connection, _: connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n"), "not proper HTTP"),
    "redirects in a circle": (redirects_to("/api/auth/jwks"), "more than 3 redirects"),
    "redirects to http elsewhere": (redirects_to("http://192.0.2.1/jwks"), "a redirect leads to http on another host"),
    "redirects to a file": (redirects_to("file:///etc/passwd"), "a redirect leads to what is no http or https URL"),
}


def unavailable(response):
    response.error(503, "SERVICE_UNAVAILABLE")
    assert int(response.header("Retry-After")) >= 1


@pytest.mark.parametrize("behave, reason", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_is_named_and_mended_without_a_restart(database, behave, reason):
    key = Key("a")
    with Issuer(key) as issuer:
        issuer.behave = behave
        with Served(database, issuer) as served:
            failure = eventually(lambda: served.keys()["last_failure"], what="a failure")
            assert reason in failure["reason"]
            assert reason in served.server.output()
            unavailable(served.get(key.token(**issuer.claims())))
            [cause] = served.admin("/ready").json()["causes"]
            assert reason in cause
            issuer.behave = None
            served.ready()
            assert served.get(key.token(**issuer.claims())).tasks() == []


@pytest.mark.parametrize("behave, reason", [BROKEN["500"], BROKEN["empty set"], BROKEN["HTML"]], ids=["500", "empty", "HTML"])
def test_the_last_good_keys_stay(database, behave, reason):
    key = Key("a")
    with Issuer(key) as issuer, Served(database, issuer) as served:
        served.ready()
        issuer.behave = behave
        refuse(served.get(Key("b").token(**issuer.claims())), SIGNATURE)
        assert reason in served.keys()["last_failure"]["reason"]
        assert served.get(key.token(**issuer.claims())).tasks() == []
        assert served.get(None, "/health/ready").status == 200


def test_tokens_verify_after_the_issuers_death(database):
    key = Key("a")
    with Issuer(key) as issuer:
        served = Served(database, issuer)
        served.__enter__()
        served.ready()
    try:
        assert served.get(key.token(**issuer.claims())).tasks() == []
        began = time.monotonic()
        refuse(served.get(Key("b").token(**issuer.claims())), SIGNATURE)
        assert time.monotonic() - began < 6
        assert served.get(key.token(**issuer.claims())).tasks() == []
        assert served.get(None, "/health/ready").status == 200
        assert "connection refused" in served.keys()["last_failure"]["reason"]
    finally:
        served.__exit__()


def test_while_the_issuer_has_never_answered_its_tokens_are_unavailable(database):
    issuer = Issuer(Key("a"))
    issuer.port = free_port()
    with Served(database, issuer) as served:
        served.server.wait_until_listening()
        eventually(lambda: served.keys()["last_failure"], what="a failure")
        client = served.server.client(issuer.keys[0].token(**issuer.claims()), origin=ORIGIN)
        response = client.get("/api/tasks")
        unavailable(response)
        assert response.header("Access-Control-Allow-Origin") == ORIGIN
        assert client.get("/health/ready").status == 503
        assert client.get("/health").status == 200
        # Without a token, or with rubbish for one, it is the request that is at fault.
        served.get(None).error(401, "UNAUTHORIZED", "Authorization header is required")
        served.get("null").error(401, "UNAUTHORIZED", "Invalid token format")
        assert "Not ready" in served.server.output()
        with issuer:
            began = time.monotonic()
            served.ready()
            seconds = time.monotonic() - began
            print(f"ready {seconds:.1f} s after the issuer came")
            assert seconds < 12
            assert client.get("/api/tasks").tasks() == []


def test_the_secret_works_while_the_issuer_is_away(database):
    issuer = Issuer(Key("a"))
    issuer.port = free_port()
    with Served(database, issuer, BETTER_AUTH_SECRET=SECRET) as served:
        served.ready()
        assert served.get(tokens.token()).tasks() == []
        unavailable(served.get(issuer.keys[0].token(**issuer.claims())))
        refuse(served.get(tokens.token(secret="another-Secret-0f-Forty-bytes-or-so-zyx")), SIGNATURE)


def test_a_request_waits_for_a_slow_first_answer(database):
    key, asked, go = Key("a"), threading.Event(), threading.Event()
    with Issuer(key) as issuer:
        def hesitate(connection, _):
            asked.set()
            go.wait(4)
            answer(connection, issuer.document())

        issuer.behave = hesitate
        with Served(database, issuer) as served:
            served.server.wait_until_listening()
            assert asked.wait(10)
            answers = []
            request = threading.Thread(target=lambda: answers.append(served.get(key.token(**issuer.claims()))))
            request.start()
            assert answers == []
            go.set()
            request.join(10)
            assert [answer.status for answer in answers] == [200]


def test_the_end_does_not_wait_for_a_fetch(database):
    with Issuer(Key("a")) as issuer:
        issuer.behave = stall
        with Served(database, issuer) as served:
            served.server.wait_until_listening()
            eventually(lambda: issuer.fetches, what="a fetch")
            began = time.monotonic()
            assert served.server.stop() == 0
            assert time.monotonic() - began < 4


def test_requests_that_wait_for_a_key_end_with_the_server(database):
    key = Key("a")
    with Issuer(key) as issuer, Served(database, issuer) as served:
        served.ready()
        issuer.behave = stall
        answers = []
        request = threading.Thread(target=lambda: answers.append(served.get(Key("b").token(**issuer.claims()))))
        request.start()
        eventually(lambda: issuer.fetches == 2, what="the fetch for the unknown key")
        assert served.server.stop() == 0
        request.join(10)
        assert [answer.status for answer in answers] == [401]


@pytest.fixture(scope="module")
def untrusted_port():
    """A TLS server whose certificate is of an authority that nobody knows."""
    with Certificates() as certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.certificate, certificates.key)
        listener = socket.create_server(("127.0.0.1", 0))

        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(connection, server_side=True) as encrypted:
                        answer(encrypted, '{"keys":[]}')
                except OSError:
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def test_a_certificate_of_an_unknown_authority_is_not_trusted(database, untrusted_port):
    with Issuer() as issuer, Served(database, issuer, BETTER_AUTH_URL=f"https://localhost:{untrusted_port}") as served:
        failure = eventually(lambda: served.keys()["last_failure"], what="a failure")
        assert "no trusted TLS connection: its certificate" in failure["reason"]


@pytest.mark.parametrize("name", ["BETTER_AUTH_URL", "JWKS_URL"])
def test_a_query_is_sent_but_not_shown(database, name):
    with Issuer(Key("a")) as issuer:
        issuer.behave = says("{}", status="403 Forbidden")
        settings = {"BETTER_AUTH_URL": None, name: f"{issuer.url}/api/auth/jwks?key=hunter2"}
        with Served(database, issuer, **settings) as served:
            eventually(lambda: served.keys()["last_failure"], what="a failure")
            assert ("hunter2" in issuer.targets[0]) == (name == "JWKS_URL")
            assert "hunter2" not in served.server.output() + str(served.keys())
