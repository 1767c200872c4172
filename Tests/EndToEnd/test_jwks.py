"""Tokens of an issuer that publishes its keys: every algorithm, its forgeries, rotation, and both sources of trust at once."""
import base64
import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from support import tokens
from support.jwks import ALGORITHMS, Issuer, Key, Served
from support.programs import SECRET
from test_authentication import EXPIRED, FORMAT, INVALID, SIGNATURE, refuse, tampered


@pytest.fixture(scope="module")
def issuer():
    with Issuer(*(Key(algorithm, algorithm) for algorithm in ALGORITHMS)) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def served(database, issuer):
    with Served(database, issuer) as served:
        yield served.ready()


def key_of(issuer, algorithm):
    [key] = [key for key in issuer.keys if key.kid == algorithm]
    return key


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_of_pyjwt_is_taken(served, issuer, algorithm):
    user_id = tokens.user()
    token = key_of(issuer, algorithm).token(user_id, **issuer.claims())
    assert served.server.client(token).create()["user_id"] == user_id


# It warns of EdDSA, which RFC 9864 renames.
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_of_joserfc_is_taken(served, issuer, algorithm):
    kinds = {"Ed": OKPKey, "ES": ECKey}
    private = kinds.get(algorithm[:2], RSAKey).import_key(key_of(issuer, algorithm).private_pem())
    now = int(time.time())
    claims = {"sub": tokens.user(), "iat": now, "exp": now + 900, **issuer.claims()}
    token = joserfc_jwt.encode({"alg": algorithm, "kid": algorithm}, claims, private, algorithms=[algorithm])
    assert served.get(token).tasks() == []


def renamed(token, algorithm, kid=None):
    """The token with another header, of this algorithm and name, and whatever signature it had."""
    header, payload, signature = token.split(".")
    name = kid or json.loads(base64.urlsafe_b64decode(header + "=="))["kid"]
    return f"{tokens.encode(json.dumps({'alg': algorithm, 'kid': name}).encode())}.{payload}.{signature}"


def hmac_token(header, secret, claims):
    signed = ".".join(tokens.encode(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{tokens.encode(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_forgeries_of_every_algorithm_are_refused(served, issuer, algorithm):
    key = key_of(issuer, algorithm)
    good = key.token("alice", **issuer.claims())
    head, payload, signature = good.split(".")
    others = [other for other in ALGORITHMS if other != algorithm]
    now = int(time.time())
    claims = {"sub": "alice", "exp": now + 900, **issuer.claims()}
    forgeries = {
        "tampered": tampered(good),
        "another's claims": f"{head}.{key.token('bob', **issuer.claims()).split('.')[1]}.{signature}",
        "another key of that name": Key(algorithm, algorithm).token("alice", **issuer.claims()),
        "no algorithm": renamed(good, "none"),
        "public key as the secret": hmac_token({"alg": "HS256", "kid": algorithm}, key.pem(), claims),
        "nothing as the secret": hmac_token({"alg": "HS256", "kid": algorithm}, b"", claims),
        **{f"called {other}": renamed(good, other) for other in others},
        **{f"key {other}": key.token("alice", headers={"kid": other}, **issuer.claims()) for other in others},
    }
    for name, token in forgeries.items():
        response = served.get(token)
        assert response.status == 401, name
        refuse(response, SIGNATURE)
    refuse(served.get(key.token("alice", exp=now - 61, **issuer.claims())), EXPIRED)
    refuse(served.get(f"{head}.{payload}"), FORMAT)


def test_the_key_is_found_without_its_name_when_only_one_fits(served, issuer):
    header = tokens.encode(json.dumps({"alg": "EdDSA"}).encode())
    payload = key_of(issuer, "EdDSA").token(**issuer.claims()).split(".")[1]
    signature = key_of(issuer, "EdDSA").private.sign(f"{header}.{payload}".encode())
    assert served.get(f"{header}.{payload}.{tokens.encode(signature)}").tasks() == []


@pytest.mark.parametrize(
    "claims", [{"iss": "https://evil.example.com"}, {"iss": None}, {"aud": "other"}, {"aud": None}], ids=repr
)
def test_the_tokens_are_those_of_better_auths_origin(served, issuer, claims):
    key = key_of(issuer, "EdDSA")
    assert served.get(key.token(**issuer.claims())).status == 200
    refuse(served.get(key.token(**{**issuer.claims(), **claims})), INVALID)


def test_a_token_of_the_secret_is_not_believed_without_it(served):
    refuse(served.get(tokens.token()), SIGNATURE)


def test_another_issuer_and_audience_may_be_set(database):
    with Issuer(Key("a")) as issuer:
        settings = {"JWT_ISSUER": "me", "JWT_AUDIENCE": "you"}
        with Served(database, issuer, **settings) as served:
            served.ready()
            assert served.get(issuer.keys[0].token(iss="me", aud=["x", "you"])).tasks() == []
            refuse(served.get(issuer.keys[0].token(**issuer.claims())), INVALID)


def test_a_key_set_may_be_elsewhere(database):
    with Issuer(Key("a")) as issuer:
        settings = {"BETTER_AUTH_URL": None, "JWKS_URL": f"{issuer.url}/api/auth/jwks"}
        with Served(database, issuer, **settings) as served:
            served.ready()
            assert served.get(issuer.keys[0].token()).tasks() == []


@pytest.mark.parametrize("path", ["", "/", "/api/auth", "/api/auth/"])
def test_a_base_url_leads_to_better_auths_keys_with_its_path_or_without(database, path):
    with Issuer(Key("a")) as issuer, Served(database, issuer, BETTER_AUTH_URL=issuer.url + path) as served:
        served.ready()
        assert served.get(issuer.keys[0].token(**issuer.claims())).tasks() == []
        assert set(issuer.targets) == {"/api/auth/jwks"}


def test_each_of_two_sources_has_its_own_tokens(database):
    with Issuer(Key("a"), Key("b", "ES256")) as issuer, Served(database, issuer, BETTER_AUTH_SECRET=SECRET) as served:
        served.ready()
        # A route that signs with the secret usually writes neither iss nor aud.
        assert served.get(tokens.token()).tasks() == []
        for key in issuer.keys:
            assert served.get(key.token(**issuer.claims())).tasks() == []
            refuse(served.get(key.token()), INVALID)
            refuse(served.get(hmac_token({"alg": "HS256", "kid": key.kid}, key.pem(), {"sub": "x"})), SIGNATURE)
        refuse(served.get(tokens.token(headers={"kid": "a"})), SIGNATURE)


def test_entries_that_are_not_used_take_nothing_from_their_neighbours(database):
    good = Key("good")
    odd = [
        (Key("encryption", use="enc"), "use or key_ops"), (Key("signing", key_ops=["sign"]), "use or key_ops"),
        (Key("quantum", kty="AKP"), "kty"), (Key("secret", kty="oct", k="c2VjcmV0"), "symmetric"),
        (Key("private", d="c2VjcmV0"), "private"), (Key("curve", crv="Ed448"), "crv"),
        (Key("other", alg="ES256"), "alg"), (Key("short", x="AAAA"), "x"), (Key(None, kty=None), "kty"),
    ]
    with Issuer(*(key for key, _ in odd), good) as issuer:
        issuer.further = [None, 7, "key", [], {}]
        with Served(database, issuer) as served:
            served.ready()
            assert served.get(good.token(**issuer.claims())).tasks() == []
            for key, _ in odd[:2]:
                refuse(served.get(key.token(**issuer.claims())), SIGNATURE)
            source = served.keys()
            assert [key["kid"] for key in source["keys"]] == ["good"]
            skipped = {entry["kid"]: entry["reason"] for entry in source["skipped"]}
            assert len(source["skipped"]) == len(odd) + 5
            for key, reason in odd[:-1]:
                assert reason in skipped[key.kid]
            assert "c2VjcmV0" not in served.server.output() + json.dumps(source)


@pytest.mark.parametrize(
    "members", [{}, {"use": "sig"}, {"alg": "EdDSA"}, {"key_ops": ["verify"]}, {"alg": "EdDSA", "use": "sig"}], ids=repr
)
def test_an_entry_may_say_much_or_little(database, members):
    with Issuer(Key("a", **members)) as issuer, Served(database, issuer) as served:
        served.ready()
        assert served.get(issuer.keys[0].token(**issuer.claims())).tasks() == []


def test_a_new_key_is_believed_at_once_and_the_old_one_while_it_is_published(database):
    old, new = Key("old"), Key("new")
    with Issuer(old) as issuer:
        with Served(database, issuer) as served:
            served.ready()
            issuer.keys = [new, old]
            assert served.get(new.token(**issuer.claims())).tasks() == []
            assert served.get(old.token(**issuer.claims())).tasks() == []
            assert issuer.fetches == 2
            third = Key("third")
            issuer.keys = [third]
            # The second rotation within a minute waits for the minute to end.
            refuse(served.get(third.token(**issuer.claims())), SIGNATURE)
            assert issuer.fetches == 2


def test_a_key_that_leaves_the_list_is_believed_no_more(database):
    old, new = Key("old"), Key("new")
    with Issuer(old) as issuer, Served(database, issuer) as served:
        served.ready()
        assert served.get(old.token(**issuer.claims())).tasks() == []
        issuer.keys = [new]
        assert served.get(new.token(**issuer.claims())).tasks() == []
        refuse(served.get(old.token(**issuer.claims())), SIGNATURE)


def test_ten_thousand_unknown_names_cause_one_fetch(database):
    with Issuer(Key("a")) as issuer, Served(database, issuer) as served:
        served.ready()
        token = issuer.keys[0].token(**issuer.claims())

        def ask(number):
            return served.get(renamed(token, "EdDSA", f"unknown-{number}")).status

        began = time.monotonic()
        with ThreadPoolExecutor(32) as pool:
            answers = list(pool.map(ask, range(10_000)))
        assert set(answers) == {401}
        # One at the start, and one for all of them in each minute that it took.
        minutes = (time.monotonic() - began) // 60
        print(f"fetches for {len(answers)} unknown names: {issuer.fetches - 1}")
        assert issuer.fetches <= 2 + minutes
        assert served.get(issuer.keys[0].token(**issuer.claims())).tasks() == []
