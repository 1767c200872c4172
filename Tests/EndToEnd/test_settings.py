"""Settings that are missing or wrong stop the start, by name and remedy, without showing a value."""
import socket
import subprocess
import time

import pytest

from support.postgres import PASSWORD
from support.programs import SECRET, SERVER, environment, todoctl

URL = f"postgresql://todo:{PASSWORD}@127.0.0.1:1/todo"
HIDDEN = "hunter2"

WRONG = {
    "no database": ({"DATABASE_URL": None}, "DATABASE_URL"),
    "empty database": ({"DATABASE_URL": ""}, "DATABASE_URL"),
    "another database": ({"DATABASE_URL": f"mysql://u:{HIDDEN}@localhost/todo"}, "DATABASE_URL"),
    "database by parameters": ({"DATABASE_URL": f"host=localhost password={HIDDEN}"}, "DATABASE_URL"),
    "no secret": ({"BETTER_AUTH_SECRET": None}, "BETTER_AUTH_SECRET"),
    "short secret": ({"BETTER_AUTH_SECRET": HIDDEN}, "BETTER_AUTH_SECRET"),
    "31 bytes of secret": ({"BETTER_AUTH_SECRET": SECRET[:31]}, "BETTER_AUTH_SECRET"),
    "default secret": ({"BETTER_AUTH_SECRET": "better-auth-secret-12345678901234567890"}, "BETTER_AUTH_SECRET"),
    "example secret": ({"BETTER_AUTH_SECRET": f"your-secret-key-{HIDDEN}-{HIDDEN}-{HIDDEN}"}, "BETTER_AUTH_SECRET"),
    "port that is no number": ({"PORT": HIDDEN}, "PORT"),
    "port too large": ({"PORT": "65536"}, "PORT"),
    "negative port": ({"PORT": "-1"}, "PORT"),
    "origin with a path": ({"FRONTEND_URL": f"https://app.example.com/{HIDDEN}"}, "FRONTEND_URL"),
    "origin without a scheme": ({"FRONTEND_URL": f"{HIDDEN}.example.com"}, "FRONTEND_URL"),
    "origin with a wildcard": ({"FRONTEND_URL": f"https://*.{HIDDEN}.example.com"}, "FRONTEND_URL"),
    "any origin and another": ({"FRONTEND_URL": f"https://{HIDDEN}.example.com, *"}, "FRONTEND_URL"),
    "origin with a port too large": ({"FRONTEND_URL": f"https://{HIDDEN}.example.com:99999"}, "FRONTEND_URL"),
    "pool of nothing": ({"DATABASE_POOL_SIZE": "0"}, "DATABASE_POOL_SIZE"),
    "body of nothing": ({"MAX_BODY_BYTES": "0"}, "MAX_BODY_BYTES"),
    "log level": ({"LOG_LEVEL": HIDDEN}, "LOG_LEVEL"),
    "log format": ({"LOG_FORMAT": HIDDEN}, "LOG_FORMAT"),
    "issuer without a scheme": ({"BETTER_AUTH_URL": f"{HIDDEN}.example.com"}, "BETTER_AUTH_URL"),
    "issuer in the clear": ({"BETTER_AUTH_URL": f"http://{HIDDEN}.example.com"}, "BETTER_AUTH_URL"),
    "issuer with a password": ({"BETTER_AUTH_URL": f"https://user:{HIDDEN}@app.example.com"}, "BETTER_AUTH_URL"),
    "keys in the clear": ({"JWKS_URL": f"http://10.0.0.1/{HIDDEN}"}, "JWKS_URL"),
    "keys with a user": ({"JWKS_URL": f"https://{HIDDEN}@app.example.com/jwks"}, "JWKS_URL"),
    "keys in a file": ({"JWKS_URL": f"file:///{HIDDEN}"}, "JWKS_URL"),
    "claim": ({"JWT_USER_ID_CLAIM": f"{HIDDEN}.."}, "JWT_USER_ID_CLAIM"),
}


def start(directory, **settings):
    """Runs the server to its end; one that does not end by itself is killed and fails the test."""
    given = environment(**{"DATABASE_URL": URL, "BETTER_AUTH_SECRET": SECRET, "PORT": 0, **settings})
    began = time.monotonic()
    done = subprocess.run([SERVER], env=given, cwd=directory, capture_output=True, text=True, timeout=10)
    return done, done.stdout + done.stderr, time.monotonic() - began


@pytest.mark.parametrize("settings, name", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_setting_stops_the_start(tmp_path, settings, name):
    done, output, seconds = start(tmp_path, **settings)
    assert done.returncode == 78, output
    assert seconds < 2
    assert name in output
    for value in (HIDDEN, SECRET, SECRET[:31], PASSWORD, "better-auth-secret-1234"):
        assert value not in output


@pytest.mark.parametrize("name", ["PORT", "ADMIN_PORT"])
def test_a_port_that_is_taken_stops_the_start_and_is_all_that_is_wrong(tmp_path, name):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done, output, seconds = start(tmp_path, **{"ADMIN_PORT": 0, name: port})
    assert done.returncode == 78, output
    assert seconds < 2
    *log, reason = output.splitlines()
    assert reason.startswith(f"todo server: {name}: port {port} of 127.0.0.1 is in use")
    assert all("notice Listening" in line for line in log), log


def test_every_wrong_setting_is_named_at_once(tmp_path):
    done, output, _ = start(tmp_path, DATABASE_URL=None, BETTER_AUTH_SECRET="short", PORT="x", FRONTEND_URL="x")
    assert done.returncode == 78
    for name in ("DATABASE_URL", "BETTER_AUTH_SECRET", "PORT", "FRONTEND_URL"):
        assert name in output


def test_a_file_beside_the_server_is_read_and_the_environment_wins(tmp_path):
    (tmp_path / ".env").write_text(f"PORT={HIDDEN}\n")
    done, output, _ = start(tmp_path, PORT=None)
    assert (done.returncode, "PORT" in output) == (78, True)
    (tmp_path / ".env").write_text("LOG_LEVEL=debug\nnot a setting\n")
    done, output, _ = start(tmp_path)
    assert done.returncode == 78
    assert "line 2" in output
    assert "not a setting" not in output


def test_help_names_every_setting():
    help_text = todoctl("migrate", "up", "--help").stdout + subprocess.run(
        [SERVER, "--help"], env=environment(), capture_output=True, text=True, timeout=10
    ).stdout
    for name in (
        "DATABASE_URL", "BETTER_AUTH_SECRET", "FRONTEND_URL", "HOST", "PORT", "DATABASE_POOL_SIZE", "MAX_BODY_BYTES",
        "LOG_LEVEL", "LOG_FORMAT", "BETTER_AUTH_URL", "JWKS_URL", "JWT_ISSUER", "JWT_AUDIENCE", "JWT_USER_ID_CLAIM",
    ):
        assert name in help_text


@pytest.mark.parametrize("arguments", [["migrate", "up"], ["token", "issue", "--user", "alice"]], ids=" ".join)
def test_the_admin_tool_refuses_alike(arguments):
    done = todoctl(*arguments, DATABASE_URL=f"mysql://u:{HIDDEN}@localhost", BETTER_AUTH_SECRET=HIDDEN)
    assert done.returncode == 78
    assert "DATABASE_URL" in done.stderr or "BETTER_AUTH_SECRET" in done.stderr
    assert HIDDEN not in done.stdout + done.stderr


def test_without_a_secret_there_is_nothing_to_sign_with():
    done = todoctl("token", "issue", "--user", "alice", BETTER_AUTH_URL="https://app.example.com")
    assert done.returncode == 78
    assert "BETTER_AUTH_SECRET: is not set" in done.stderr


def test_an_unreachable_database_is_no_fault_of_the_settings():
    done = todoctl("migrate", "up", DATABASE_URL=URL)
    assert done.returncode == 69
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["nonsense"], ["token", "issue"], ["migrate", "sideways"]], ids=" ".join)
def test_wrong_use_is_64(arguments):
    assert todoctl(*arguments, BETTER_AUTH_SECRET=SECRET, DATABASE_URL=URL).returncode == 64
