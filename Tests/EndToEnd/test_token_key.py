"""`todoctl token keygen`, `jwks` and `issue --key`: Better Auth's kind of token without Better Auth."""
import json
import os
import stat

import jwt
import pytest
from joserfc import jwk
from joserfc import jwt as joserfc_jwt

from support.programs import SECRET, todoctl

# By RFC 9864, which names the curve instead; Better Auth's tokens, and so ours, say EdDSA.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")

ORIGIN = {"JWT_ISSUER": "https://app.example.com", "JWT_AUDIENCE": "https://app.example.com"}


def run(*arguments, **settings):
    return todoctl("token", *map(str, arguments), BETTER_AUTH_SECRET=SECRET, **settings)


def succeed(*arguments, **settings):
    done = run(*arguments, **settings)
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stdout + done.stderr
    return done


@pytest.fixture
def key(tmp_path):
    """The path of a new private key."""
    path = tmp_path / "dev.jwk"
    succeed("keygen", path)
    return path


def test_a_key_is_made_for_its_owner_alone(tmp_path):
    path = tmp_path / "dev.jwk"
    before = os.umask(0)
    try:
        done = succeed("keygen", path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["dev.jwk"]
    document = json.loads(path.read_text())
    assert {name: document[name] for name in ("kty", "crv", "alg")} == {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA"}
    assert document["d"] not in done.stdout + done.stderr


def test_a_key_is_never_overwritten(key):
    before = key.read_bytes()
    done = run("keygen", key)
    assert (done.returncode, done.stdout) == (1, "")
    assert "exists" in done.stderr
    assert key.read_bytes() == before


def test_the_set_is_what_better_auth_publishes(key):
    [published] = json.loads(succeed("jwks", key).stdout)["keys"]
    private = json.loads(key.read_text())
    assert published == {name: value for name, value in private.items() if name != "d"}
    # RFC 7638.
    assert published["kid"] == jwk.OKPKey.import_key(published).thumbprint()


def test_pyjwt_and_joserfc_verify_the_token_by_the_set(key):
    published = succeed("jwks", key).stdout
    token = succeed("issue", "--user", "alice", "--key", key, **ORIGIN).stdout.strip()
    private = json.loads(key.read_text())
    assert private["d"] not in published + token
    assert jwt.get_unverified_header(token) == {"alg": "EdDSA", "kid": private["kid"]}

    claims = jwt.decode(
        token, jwt.PyJWKSet.from_json(published)[private["kid"]], ["EdDSA"], issuer=ORIGIN["JWT_ISSUER"],
        audience=ORIGIN["JWT_AUDIENCE"], options={"require": ["exp", "iat", "sub"]},
    )
    assert claims["sub"] == "alice"
    keys = jwk.KeySet.import_key_set(json.loads(published))
    assert joserfc_jwt.decode(token, keys, algorithms=["EdDSA"]).claims == claims


def test_keys_that_other_programs_make_are_taken(tmp_path):
    key = jwk.OKPKey.generate_key("Ed25519", private=True)
    path = tmp_path / "other.jwk"
    path.write_text(json.dumps(key.as_dict(private=True)))
    path.chmod(0o600)
    token = succeed("issue", "--user", "alice", "--key", path).stdout.strip()
    assert joserfc_jwt.decode(token, key, algorithms=["EdDSA"]).claims["sub"] == "alice"
    assert jwt.get_unverified_header(token)["kid"] == key.thumbprint()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666], ids=oct)
def test_a_key_that_others_may_read_is_refused(key, mode):
    key.chmod(mode)
    for arguments in (["issue", "--user", "alice", "--key", key], ["jwks", key]):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert "chmod 600" in done.stderr


def test_a_pem_file_is_refused_with_a_remedy(tmp_path):
    path = tmp_path / "key.pem"
    path.write_text("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIHunter2\n-----END PRIVATE KEY-----\n")
    path.chmod(0o600)
    done = run("issue", "--user", "alice", "--key", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "todoctl token keygen" in done.stderr
    assert "Hunter2" not in done.stderr
