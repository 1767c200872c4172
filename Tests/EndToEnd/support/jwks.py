"""An issuer as Better Auth's JWT plugin is one: keys that it publishes, tokens signed with them, and every way to misbehave."""
import json
import socket
import threading
import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from . import tokens
from .programs import Server
from .waiting import eventually, free_port

CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}
ALGORITHMS = ["EdDSA", *CURVES, "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]


class Key:
    """A key pair; `kid` names it, `members` are put into its public entry or, as `None`, left out."""

    def __init__(self, kid, algorithm="EdDSA", **members):
        self.kid, self.algorithm, self.members = kid, algorithm, members
        if algorithm == "EdDSA":
            self.private = ed25519.Ed25519PrivateKey.generate()
        elif algorithm in CURVES:
            self.private = ec.generate_private_key(CURVES[algorithm])
        else:
            self.private = rsa.generate_private_key(65537, 2048)

    def entry(self):
        """The public JWK, which says as little as Better Auth's."""
        public = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.private.public_key(), as_dict=True)
        bare = {name: value for name, value in public.items() if name not in ("alg", "use", "key_ops")}
        return {name: value for name, value in {**bare, "kid": self.kid, **self.members}.items() if value is not None}

    def token(self, user_id=None, headers=None, **claims):
        """A token without `typ`, valid for 15 minutes; a claim given as `None` is left out."""
        now = int(time.time())
        payload = {"sub": user_id or tokens.user(), "iat": now, "exp": now + 900, **claims}
        return jwt.encode(
            {name: value for name, value in payload.items() if value is not None},
            self.private, self.algorithm, {"kid": self.kid, "typ": "", **(headers or {})},
        )

    def private_pem(self):
        form = serialization.PrivateFormat.PKCS8
        return self.private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())

    def pem(self):
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.private.public_key().public_bytes(serialization.Encoding.PEM, form)


class Issuer:
    """A server on loopback that publishes `keys`; a context manager.

    `behave` does what is to be done with a connection whose request has been read, instead of answering properly.
    """

    def __init__(self, *keys):
        self.keys = list(keys)
        self.further = []
        self.behave = None
        self.fields = {}
        self.targets = []
        self._listener = None
        self._open = set()
        self.port = 0

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()
        return self

    def __exit__(self, *_):
        """Dies; `__enter__` brings it back on the same port."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            connection.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def fetches(self):
        return len(self.targets)

    def claims(self):
        """What Better Auth writes into every token."""
        return {"iss": self.url, "aud": self.url}

    def document(self):
        return json.dumps({"keys": [*self.further, *(key.entry() for key in self.keys)]})

    def _accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        self._open.add(connection)
        try:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                received = connection.recv(65536)
                if not received:
                    return
                head += received
            target = head.split(b" ")[1].decode()
            self.targets.append(target)
            if self.behave:
                self.behave(connection, target)
            elif target == "/api/auth/jwks":
                answer(connection, self.document(), fields=self.fields)
            else:
                answer(connection, "{}", status="404 Not Found")
        except OSError:
            pass
        finally:
            self._open.discard(connection)
            connection.close()


def answer(connection, body, status="200 OK", length=None, fields=None):
    """A whole answer, or one that says another length than it has."""
    body = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name}: {value}" for name, value in (fields or {}).items()]
    connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def stall(connection, _):
    """Says nothing until the other side gives up."""
    connection.recv(1)


def trickle(connection, _):
    """A byte each tenth of a second, for as long as anybody listens."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.1)


def endless(connection, _):
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1000\r\n" + b" " * 4096 + b"\r\n")


def says(body, **options):
    return lambda connection, _: answer(connection, body, **options)


def redirects_to(location):
    return lambda connection, _: answer(connection, "", status="302 Found", fields={"Location": location})


class Served:
    """A server that believes an issuer, and what its operators see."""

    def __init__(self, database, issuer, **settings):
        given = {"BETTER_AUTH_SECRET": None, "BETTER_AUTH_URL": issuer.url, "ADMIN_PORT": free_port(), **settings}
        self.server = Server(database.url, **given)

    def __enter__(self):
        self.server.__enter__()
        return self

    def __exit__(self, *details):
        self.server.__exit__(*details)

    def ready(self):
        self.server.wait_until_ready()
        return self

    def get(self, token, path="/api/tasks", **options):
        return self.server.client(token).get(path, **options)

    def admin(self, path):
        """What operators are answered, once they are."""
        eventually(lambda: self.server.output().count("Listening for operators"), what="the admin listener")
        return self.server.operators().get(path)

    def keys(self):
        """The issuer as operators see it."""
        [source] = [source for source in self.admin("/keys").json()["sources"] if source["type"] == "jwks"]
        return source
