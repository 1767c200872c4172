"""`todoctl doctor`: a healthy set-up has no fault; one of settings, issuer or ports is named with what to do about it."""
import json
import re
import signal
import socket
import subprocess

import pexpect
import pytest

from support.behaviours import Hold
from support.doctor import CHECKS, DATABASE_CHECKS, Report, refuse_secrets, settings_for
from support.jwks import Issuer, Key, stall
from support.programs import SECRET, TODOCTL, Server, environment, migrate, todoctl
from support.proxy import Proxy
from support.waiting import eventually, free_port


@pytest.fixture
def issuer():
    with Issuer(Key("first"), Key("second", "ES256")) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def migrated(rough_cluster):
    database = rough_cluster.create_database("doctor")
    migrate(database)
    return database


@pytest.fixture(autouse=True)
def no_secret_in_any_output(monkeypatch):
    original, outputs = subprocess.run, []

    def run(*arguments, **options):
        outputs.append(original(*arguments, **options))
        return outputs[-1]

    monkeypatch.setattr(subprocess, "run", run)
    yield
    for done in outputs:
        refuse_secrets(done)


def test_a_healthy_set_up_has_no_fault(migrated, issuer):
    settings = settings_for(migrated.url, BETTER_AUTH_URL=issuer.url, ADMIN_PORT=free_port())
    report = Report(settings)
    assert report.done.returncode == 0, report.done.stdout
    assert report.document["status"] == "ok"
    assert report.named("ok") == [check for check in CHECKS if check != "database.tls"]
    assert re.fullmatch(
        rf"127\.0\.0\.1:{migrated.cluster.port}, database doctor as todo, PostgreSQL [0-9.]+, in \d+ ms",
        report["database.connection"]["finding"],
    )
    assert report["issuer.keys"]["finding"] == f'{issuer.url}/api/auth/jwks has 2 keys: "first", "second"'

    text = todoctl("doctor", **settings)
    assert text.returncode == 0
    lines = text.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [["–" if name == "database.tls" else "✔", name] for name in CHECKS]
    assert text.stderr == "todoctl: 0 faults, 0 warnings\n"
    assert "\x1b" not in text.stdout + text.stderr, "no colour in a pipe"


def test_looking_changes_nothing(migrated):
    everything = "select relname, relfilenode from pg_class union all select nspname, 0 from pg_namespace order by 1, 2"
    before = migrated.query(everything)
    assert todoctl("doctor", **settings_for(migrated.url)).returncode == 0
    assert migrated.query(everything) == before


def test_every_wrong_setting_is_told_and_the_rest_is_checked_all_the_same(migrated):
    report = Report(settings_for(migrated.url, LOG_LEVEL="loud", MAX_BODY_BYTES="1", FRONTEND_URL="x"))
    report.only_fault("settings", 78, "MAX_BODY_BYTES: must be a whole number", "TodoServer --help")
    assert [line.split(":")[0] for line in report["settings"]["finding"].splitlines()] == [
        "FRONTEND_URL", "MAX_BODY_BYTES", "LOG_LEVEL",
    ]
    assert report.named("skipped") == ["port.clients", "port.operators"]
    assert report["database.drift"]["status"] == "ok"


def test_without_a_database_url_the_database_is_not_asked():
    report = Report({"BETTER_AUTH_SECRET": SECRET, "PORT": free_port()})
    report.only_fault("settings", 78, "DATABASE_URL: is not set", "in the environment or in .env")
    assert report.named("skipped") == DATABASE_CHECKS


def test_a_file_of_settings_that_cannot_be_read_is_a_fault(tmp_path):
    (tmp_path / ".env").write_bytes(b"DATABASE_URL=\xff")
    done = subprocess.run(
        [TODOCTL, "doctor", "--json"], env=environment(), cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    [check] = json.loads(done.stdout)["checks"]
    assert (check["check"], check["status"], done.returncode) == ("settings", "fault", 78)
    assert check["finding"].startswith(".env: the file cannot be read")


@pytest.mark.parametrize(
    ("secret", "finding"),
    [
        (None, "BETTER_AUTH_SECRET is not set"), ("tell-nobody", "has 11 bytes, but HS256 needs at least 32"),
        ("your-secret-key-tell-nobody-change-in-production", "is a value from public examples"),
    ],
)
def test_a_missing_or_weak_secret_is_a_fault(migrated, secret, finding):
    report = Report(settings_for(migrated.url, BETTER_AUTH_SECRET=secret))
    report.only_fault("secret", 78, finding, "openssl rand -base64 32")
    assert report["settings"]["status"] == "ok"


def test_an_origin_for_everybody_is_a_warning(migrated):
    report = Report(settings_for(migrated.url, FRONTEND_URL="*"))
    assert (report.done.returncode, report.document["status"], report.named("warning")) == (0, "warning", ["settings"])


def test_an_issuer_that_is_away_is_a_fault(migrated):
    url = f"http://127.0.0.1:{free_port()}"
    report = Report(settings_for(migrated.url, BETTER_AUTH_URL=url))
    report.only_fault("issuer.keys", 69, f"{url}/api/auth/jwks: cannot connect: connection refused", "start the issuer")


def test_an_issuer_that_says_nothing_has_a_deadline(migrated, issuer):
    issuer.behave = stall
    report = Report(settings_for(migrated.url, BETTER_AUTH_URL=issuer.url), "--timeout", "1s")
    report.only_fault("issuer.keys", 69, "no answer within 1 s", "start the issuer")


def test_keys_that_are_not_used_are_a_warning(migrated, issuer):
    issuer.further = [{"kty": "oct", "kid": "shared", "k": "c2VjcmV0"}]
    report = Report(settings_for(migrated.url, BETTER_AUTH_URL=issuer.url))
    assert (report.done.returncode, report.named("warning")) == (0, ["issuer.keys"])
    assert 'not used: entry 0 (kid "shared")' in report["issuer.keys"]["finding"]


def test_a_port_that_is_taken_is_a_fault_unless_a_server_of_ours_has_it(migrated):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        report = Report(settings_for(migrated.url, PORT=port))
        report.only_fault("port.clients", 78, f"port {port} of 127.0.0.1 is in use by another program", "PORT")
        report = Report(settings_for(migrated.url, ADMIN_PORT=port))
        report.only_fault("port.operators", 78, f"port {port} of 127.0.0.1 is in use", "ADMIN_PORT")
    admin_port = free_port()
    with Server(migrated.url, ADMIN_PORT=admin_port) as server:
        server.wait_until_ready()
        eventually(lambda: server.output().count("Listening for operators"), what="the admin listener")
        report = Report(settings_for(migrated.url, PORT=server.port, ADMIN_PORT=admin_port))
    assert report.document["status"] == "ok"
    assert f"listens on port {server.port} of 127.0.0.1 already" in report["port.clients"]["finding"]
    assert f"listens on port {admin_port} of 127.0.0.1 already" in report["port.operators"]["finding"]


def test_an_address_that_is_not_this_machines_is_a_fault(migrated):
    report = Report(settings_for(migrated.url, HOST="192.0.2.1"))
    report.only_fault("port.clients", 78, "nobody can listen on port", "HOST=127.0.0.1")


def test_the_first_fault_decides_how_it_ends(migrated):
    report = Report(settings_for(migrated.url.replace(str(migrated.cluster.port), str(free_port())), LOG_LEVEL="loud"))
    assert report.named("fault") == ["settings", "database.connection"]
    assert report.done.returncode == 78


def test_a_fault_is_followed_by_what_to_do(migrated):
    text = todoctl("doctor", **settings_for(migrated.url, BETTER_AUTH_SECRET="short")).stdout.splitlines()
    place = [index for index, line in enumerate(text) if line.startswith("✘")]
    assert [text[index].split()[1] for index in place] == ["secret"]
    assert text[place[0] + 1].strip() == "to do: make one with: openssl rand -base64 32"


def terminal(settings, **further):
    child = pexpect.spawn(
        TODOCTL, ["doctor"], env=environment(**settings, TERM="xterm", **further), encoding="utf-8", timeout=60,
        dimensions=(60, 200), cwd="/",
    )
    text = child.read()
    child.close()
    return text


def test_marks_have_colours_on_a_terminal_unless_nobody_wants_them(migrated):
    settings = settings_for(migrated.url, BETTER_AUTH_SECRET="short", FRONTEND_URL="*")
    text = terminal(settings)
    for mark in ("\x1b[32m✔\x1b[0m database.schema", "\x1b[33m!\x1b[0m settings", "\x1b[31m✘\x1b[0m secret"):
        assert mark in text
    assert "\x1b" not in terminal(settings, NO_COLOR="1")


def test_ctrl_c_ends_it_at_once(migrated):
    with Proxy(migrated.cluster.port) as proxy:
        proxy.behave(Hold())
        child = subprocess.Popen(
            [TODOCTL, "doctor", "--timeout", "10m"], env=environment(**settings_for(migrated.through(proxy))), cwd="/",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        try:
            while not child.stdout.readline().startswith("✔ secret"):
                assert child.poll() is None
            child.send_signal(signal.SIGINT)
            assert child.wait(10) == 130
        finally:
            child.kill()
            child.communicate()
