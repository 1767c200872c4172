"""One PostgreSQL and one server for most tests; those that break things make their own.

    pip install -r Tests/EndToEnd/requirements.txt
    pytest Tests/EndToEnd

runs against the release build; TODO_SERVER and TODOCTL name other binaries. TODO_E2E_SUPPORT_ONLY=1 runs without them, for
test_support.py alone.
"""
import os
import signal

import pytest

# A shell starts what runs in the background deaf to Ctrl-C, which programs inherit; those under test are to hear it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# So that a check in there says what it saw, as those in the tests do.
pytest.register_assert_rewrite("support")

from support import conformance, programs, schemathesis_run, tokens, trial  # noqa: E402
from support.certificates import Certificates  # noqa: E402
from support.nginx import Nginx  # noqa: E402
from support.postgres import Cluster  # noqa: E402
from support.programs import Server, migrate  # noqa: E402


def pytest_sessionstart(session):
    if session.config.option.collectonly:
        return
    missing = [path for path in (programs.SERVER, programs.TODOCTL) if not os.access(path, os.X_OK)]
    if missing and not os.environ.get("TODO_E2E_SUPPORT_ONLY"):
        pytest.exit(f"{' and '.join(missing)} not found; build them, or set TODO_SERVER and TODOCTL", returncode=2)


def pytest_terminal_summary(terminalreporter):
    if trial.finished:
        terminalreporter.section("faults")
        for line in trial.summary():
            terminalreporter.write_line(line)
    if conformance.document:
        terminalreporter.section("conformance")
        for line in [conformance.summary(), *schemathesis_run.summary()]:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session", autouse=True)
def conformance_document():
    """What the server says of itself, against which every answer is held; it needs no database for that."""
    if not os.environ.get("TODO_E2E_SUPPORT_ONLY"):
        with Server("postgresql://127.0.0.1:1/none") as server:
            server.wait_until_listening()
            answer = server.client(is_documented=False).get("/openapi.json")
            conformance.document = conformance.Document(answer.json())


@pytest.fixture(scope="session")
def cluster():
    cluster = Cluster.create()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture(scope="session")
def rough_cluster():
    """A PostgreSQL for tests that break it, mend it and leave it running."""
    cluster = Cluster.create()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def rough_database(rough_cluster, request):
    """An empty database of the test's own, on a PostgreSQL that may be broken."""
    yield rough_cluster.create_database(f"rough_{abs(hash(request.node.nodeid)):x}")
    if rough_cluster.process is None:
        # The test failed while it was away.
        rough_cluster.start()


@pytest.fixture(scope="session")
def database(cluster):
    database = cluster.create_database("todo")
    migrate(database)
    return database


@pytest.fixture(scope="session")
def server(database):
    with Server(database.url) as server:
        yield server.wait_until_ready()


@pytest.fixture(scope="session")
def certificates():
    with Certificates() as certificates:
        yield certificates


@pytest.fixture(scope="session")
def nginx(certificates, server):
    """The example in `Deploy/` in front of the server."""
    with Nginx(certificates, [server.port, server.port]) as nginx:
        yield nginx


@pytest.fixture
def fresh_database(cluster, request):
    """An empty database of the test's own."""
    return cluster.create_database(f"fresh_{abs(hash(request.node.nodeid)):x}")


@pytest.fixture
def client(server):
    """A client of a user who has no tasks."""
    return server.client(tokens.token())


@pytest.fixture
def anyone(server):
    """A client without a token."""
    return server.client()
