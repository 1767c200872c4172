"""401: every condition and its message; what a good token may look like."""
import time

import jwt
import pytest

from support import tokens
from support.programs import SECRET, Server

NOW = int(time.time())
REQUIRED = "Authorization header is required"
FORMAT = "Invalid token format"
SIGNATURE = "Invalid token signature"
EXPIRED = "Token has expired"
INVALID = "Invalid or expired token"
NO_USER = "Invalid token: missing user_id"

HS256 = {"alg": "HS256", "typ": "JWT"}
CLAIMS = {"sub": "alice", "iat": NOW, "exp": NOW + 3600}


def refuse(response, message):
    response.error(401, "UNAUTHORIZED", message)
    challenge = response.header("WWW-Authenticate")
    assert challenge.split(" ")[0] == "Bearer"
    # RFC 6750 section 3.1: no error code for a request that brings no authentication.
    assert ('error="invalid_token"' in challenge) == (message != REQUIRED)


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("GET", "/api/tasks", None),
        ("POST", "/api/tasks", {"title": "x"}),
        ("GET", "/api/tasks/1", None),
        ("PUT", "/api/tasks/1", {"title": "x", "completed": True}),
        ("DELETE", "/api/tasks/1", None),
        ("PATCH", "/api/tasks/1/complete", None),
    ],
)
def test_every_task_path_needs_a_token(anyone, method, path, body):
    refuse(anyone.request(method, path, body), REQUIRED)
    refuse(anyone.request(method, path, body, authorization="Bearer null"), FORMAT)


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Bearer   ", "Basic YWxpY2U6eA==", "Token x", "x"], ids=repr)
def test_an_empty_header_another_scheme_or_no_token_is_refused(anyone, value):
    refuse(anyone.get("/api/tasks", authorization=value), REQUIRED)


def segments(token):
    return token.split(".")


GOOD = tokens.token("alice")
HEADER, PAYLOAD, SIGNED = segments(GOOD)

MALFORMED = {
    "null": "null",
    "undefined": "undefined",
    "one part": "abc",
    "two parts": f"{HEADER}.{PAYLOAD}",
    "four parts": f"{GOOD}.{SIGNED}",
    "empty parts": "..",
    "undecodable header": f"!!!.{PAYLOAD}.{SIGNED}",
    "header that is no JSON": tokens.forge(b"not json", CLAIMS),
    "header that is no object": tokens.forge([], CLAIMS),
    "payload that is no JSON": tokens.forge(HS256, b"not json"),
    "payload that is no object": tokens.forge(HS256, ["alice"]),
    "payload that is a string": tokens.forge(HS256, b'"alice"'),
    "payload that is not UTF-8": tokens.forge(HS256, b'{"sub":"\xff"}'),
    # Foundation's decoder traps at the first bracket that is too deep for it, if nothing follows.
    "brackets for a header": tokens.forge(b'{"alg":' + b"[" * 512, CLAIMS),
    "brackets for a payload": tokens.forge(HS256, b'{"sub":' + b"[" * 512),
    "two algorithms": tokens.forge(b'{"alg":"HS256","\\u0061lg":"none"}', CLAIMS),
    "one claim twice": tokens.forge(HS256, b'{"sub":"alice","exp":9e9,"sub":"bob"}'),
}


@pytest.mark.parametrize("token", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_token_is_refused_for_its_form(anyone, token):
    refuse(anyone.get("/api/tasks", authorization=f"Bearer {token}"), FORMAT)


def tampered(token):
    head, payload, signature = segments(token)
    middle = len(signature) // 2
    return f"{head}.{payload}.{signature[:middle]}{'A' if signature[middle] != 'A' else 'B'}{signature[middle + 1:]}"


UNTRUSTED = {
    "tampered signature": tampered(GOOD),
    "another token's signature": f"{HEADER}.{PAYLOAD}.{segments(tokens.token('bob'))[2]}",
    "payload exchanged": f"{HEADER}.{segments(tokens.token('bob'))[1]}.{SIGNED}",
    "another secret": tokens.token("alice", secret="another-Secret-0f-Forty-bytes-or-so-zyx"),
    "secret with a line feed": tokens.token("alice", secret=SECRET + "\n"),
    "HS384": tokens.token("alice", algorithm="HS384", secret=SECRET),
    "HS512": tokens.token("alice", algorithm="HS512", secret=SECRET),
    "none": tokens.token("alice", secret="", algorithm="none"),
    "none with a signature": tokens.forge({"alg": "none"}, CLAIMS),
    "None": tokens.forge({"alg": "None"}, CLAIMS),
    "HS512 with an HS256 signature": tokens.forge({"alg": "HS512"}, CLAIMS),
    "RS256 with an HMAC": tokens.forge({"alg": "RS256"}, CLAIMS),
    "EdDSA with an HMAC": tokens.forge({"alg": "EdDSA"}, CLAIMS),
    "algorithm in lower case": tokens.forge({"alg": "hs256"}, CLAIMS),
    "expired and forged": tokens.token("alice", secret="another-Secret-0f-Forty-bytes-or-so-zyx", exp=NOW - 3600),
}


@pytest.mark.parametrize("token", UNTRUSTED.values(), ids=UNTRUSTED.keys())
def test_a_token_that_is_not_to_be_trusted_is_refused_for_its_signature(anyone, token):
    refuse(anyone.get("/api/tasks", authorization=f"Bearer {token}"), SIGNATURE)


def test_an_empty_signature_is_refused(anyone):
    response = anyone.get("/api/tasks", authorization=f"Bearer {HEADER}.{PAYLOAD}.")
    refuse(response, FORMAT if FORMAT in response.body.decode() else SIGNATURE)


@pytest.mark.parametrize("seconds", [70, 3600, 10**9], ids=lambda seconds: f"{seconds} s ago")
def test_an_expired_token_is_refused_as_such(anyone, seconds):
    token = tokens.token("alice", exp=int(time.time()) - seconds, iat=None)
    refuse(anyone.get("/api/tasks", authorization=f"Bearer {token}"), EXPIRED)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"nbf": "+70"},
        {"nbf": "+86400"},
        {"iat": "+70"},
        {"iat": "+86400"},
    ],
    ids=repr,
)
def test_a_token_of_another_time_is_refused(anyone, claims):
    claims = {name: int(time.time()) + int(value) if value else value for name, value in claims.items()}
    refuse(anyone.get("/api/tasks", authorization=f"Bearer {tokens.token('alice', **claims)}"), INVALID)


@pytest.mark.parametrize("claims", [{"exp": "-50"}, {"nbf": "+50"}, {"iat": "+50"}, {"nbf": "-50"}], ids=repr)
def test_sixty_seconds_of_skew_are_forgiven(server, claims):
    claims = {name: int(time.time()) + int(value) for name, value in claims.items()}
    assert server.client(tokens.token(**claims)).get("/api/tasks").tasks() == []


@pytest.mark.parametrize("claims", [{"exp": str(NOW + 3600)}, {"exp": True}, {"exp": [NOW + 3600]}], ids=repr)
def test_an_expiry_that_is_no_number_is_refused(anyone, claims):
    response = anyone.get("/api/tasks", authorization=f"Bearer {tokens.forge(HS256, {**CLAIMS, **claims})}")
    refuse(response, FORMAT if FORMAT in response.body.decode() else INVALID)


def test_an_expiry_may_have_a_fraction(server):
    user_id = tokens.user()
    token = tokens.forge(HS256, {"sub": user_id, "exp": time.time() + 3600.5})
    assert server.client(token).create()["user_id"] == user_id


WITHOUT_USER = {
    "neither claim": {"sub": None},
    "empty sub": {"sub": ""},
    "empty user_id": {"sub": None, "user_id": ""},
    "sub of 256 characters": {"sub": "x" * 256},
    "user_id of 256 characters": {"sub": None, "user_id": "x" * 256},
    "two that disagree": {"sub": "alice", "user_id": "bob"},
    "two that differ in case": {"sub": "alice", "user_id": "Alice"},
}


@pytest.mark.parametrize("claims", WITHOUT_USER.values(), ids=WITHOUT_USER.keys())
def test_a_token_that_names_no_user_is_refused(anyone, claims):
    payload = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    refuse(anyone.get("/api/tasks", authorization=f"Bearer {tokens.forge(HS256, payload)}"), NO_USER)


def test_a_user_id_with_the_null_character_is_refused(anyone):
    token = tokens.forge(HS256, {**CLAIMS, "sub": "alice\x00"})
    response = anyone.get("/api/tasks", authorization=f"Bearer {token}")
    assert response.status == 401
    response.error(401, "UNAUTHORIZED")


@pytest.mark.parametrize("value", [7, True, None, ["alice"], {"id": "alice"}], ids=repr)
def test_a_user_id_that_is_no_string_is_refused(anyone, value):
    token = tokens.forge(HS256, {**CLAIMS, "sub": value})
    anyone.get("/api/tasks", authorization=f"Bearer {token}").error(401, "UNAUTHORIZED")


def test_the_user_is_user_id_else_sub(server):
    user_id = tokens.user()
    for claims in ({"sub": user_id}, {"sub": None, "user_id": user_id}, {"sub": user_id, "user_id": user_id}):
        payload = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
        server.client(tokens.forge(HS256, payload)).create()
    assert len(server.client(tokens.token(user_id)).get("/api/tasks").tasks()) == 3


def test_a_user_id_may_have_255_characters(server):
    user_id = tokens.user().ljust(255, "😀")
    assert server.client(tokens.token(user_id)).create()["user_id"] == user_id


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_has_no_case(server, scheme):
    response = server.client().get("/api/tasks", authorization=f"{scheme} {tokens.token()}")
    assert response.tasks() == []


def test_a_token_for_something_else_is_refused(anyone):
    token = tokens.token("alice", headers={"typ": "better-auth.session-cache+jwt"})
    anyone.get("/api/tasks", authorization=f"Bearer {token}").error(401, "UNAUTHORIZED")


def test_a_token_without_typ_is_taken(server):
    token = tokens.forge({"alg": "HS256"}, {**CLAIMS, "sub": tokens.user()})
    assert server.client(token).get("/api/tasks").tasks() == []


def test_a_critical_extension_that_nobody_knows_is_refused(anyone):
    # RFC 7515 section 4.1.11.
    token = tokens.forge({**HS256, "crit": ["exp-policy"], "exp-policy": 1}, CLAIMS)
    anyone.get("/api/tasks", authorization=f"Bearer {token}").error(401, "UNAUTHORIZED")


def test_a_token_stays_refused_and_stays_accepted(server):
    """Whatever the server keeps of a token it has seen changes no answer."""
    good = tokens.token()
    for _ in range(3):
        assert server.client(good).get("/api/tasks").status == 200
        refuse(server.client(tampered(good)).get("/api/tasks"), SIGNATURE)


def test_a_token_that_was_good_expires(server):
    token = tokens.token(exp=int(time.time()) - 54)
    client = server.client(token)
    first = client.get("/api/tasks").status
    deadline = time.monotonic() + 15
    while (response := client.get("/api/tasks")).status == 200:
        assert time.monotonic() < deadline, "it does not expire"
        time.sleep(0.1)
    assert first == 200
    refuse(response, EXPIRED)


@pytest.fixture(scope="module")
def strict_server(database):
    settings = {"JWT_ISSUER": "https://app.example.com", "JWT_AUDIENCE": "todo-api", "JWT_USER_ID_CLAIM": "user.id"}
    with Server(database.url, **settings) as server:
        yield server.wait_until_ready()


def strict_token(**claims):
    issued = {"iss": "https://app.example.com", "aud": "todo-api", "user": {"id": tokens.user()}, "sub": None}
    payload = {**CLAIMS, **issued, **claims}
    return jwt.encode({name: value for name, value in payload.items() if value is not None}, SECRET, "HS256")


@pytest.mark.parametrize("claims", [{}, {"aud": ["other", "todo-api"]}], ids=repr)
def test_issuer_and_audience_that_fit_are_taken(strict_server, claims):
    assert strict_server.client(strict_token(**claims)).get("/api/tasks").tasks() == []


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example.com"}, {"iss": None}, {"iss": "https://app.example.com/"}, {"aud": "other"},
        {"aud": None}, {"aud": []}, {"aud": ["other"]}, {"aud": "TODO-API"},
    ],
    ids=repr,
)
def test_issuer_and_audience_that_do_not_fit_are_refused(strict_server, claims):
    token = tokens.forge(HS256, {
        name: value for name, value in {
            **CLAIMS, "iss": "https://app.example.com", "aud": "todo-api", "user": {"id": "alice"}, "sub": None, **claims
        }.items() if value is not None
    })
    refuse(strict_server.client(token).get("/api/tasks"), INVALID)


def test_the_user_id_may_be_in_a_nested_claim(strict_server):
    user_id = tokens.user()
    assert strict_server.client(strict_token(user={"id": user_id})).create()["user_id"] == user_id


@pytest.mark.parametrize("claims", [{"user": None}, {"user": {}}, {"user": {"id": ""}}, {"user": "alice"}], ids=repr)
def test_a_nested_claim_that_is_missing_names_no_user(strict_server, claims):
    refuse(strict_server.client(strict_token(**claims)).get("/api/tasks"), NO_USER)
