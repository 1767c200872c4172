"""Tokens as a frontend makes them, with a library that is not the server's, and tokens that nobody should make."""
import base64
import hashlib
import hmac
import json
import time
import uuid

import jwt

from .programs import SECRET


def user(name="user"):
    """A user whom no other test knows."""
    return f"{name}-{uuid.uuid4()}"


def token(user_id=None, secret=SECRET, algorithm="HS256", headers=None, **claims):
    """A token for `user_id`, valid for an hour; a claim given as `None` is left out."""
    now = int(time.time())
    payload = {"sub": user_id or user(), "iat": now, "exp": now + 3600, **claims}
    return jwt.encode(
        {name: value for name, value in payload.items() if value is not None}, secret, algorithm, headers
    )


def forge(header, payload, secret=SECRET):
    """A three-part token of anything at all, its signature right for HS256; bytes are put in as they are."""
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)]
    signed = ".".join(encode(part) for part in parts)
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encode(signature)}"


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
