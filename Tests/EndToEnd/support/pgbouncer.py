"""A private PgBouncer in front of a private PostgreSQL: in a directory of its own, on a loopback port, with SCRAM passwords.

It is a process of the tests', not the service that Debian's package starts. It refuses to run as root, so as root it runs as the
user `postgres`, like PostgreSQL itself.
"""
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager

import psycopg

from .postgres import PASSWORD, as_postgres
from .programs import installed
from .waiting import eventually, free_port

ADMINISTRATOR = "administrator"


class PgBouncer:
    """A context manager: a pooler whose few server connections all clients share."""

    def __init__(self, cluster, pool_mode="transaction", pool_size=3, certificates=None):
        self.cluster = cluster
        self.pool_size = pool_size
        self.port = free_port()
        self.root = tempfile.mkdtemp(prefix="todo-pgbouncer-")
        self.log = os.path.join(self.root, "log")
        self.process = None
        self.settings = {
            "listen_addr": "127.0.0.1", "listen_port": self.port, "unix_socket_dir": "",
            "auth_type": "scram-sha-256", "auth_file": os.path.join(self.root, "users"),
            "admin_users": ADMINISTRATOR,
            "pool_mode": pool_mode, "default_pool_size": pool_size, "max_client_conn": 2000,
            # A server that goes away is tried again soon.
            "server_login_retry": 1,
        }
        if certificates:
            self.settings |= {
                "client_tls_sslmode": "require", "client_tls_cert_file": self._keep(certificates.certificate),
                "client_tls_key_file": self._keep(certificates.key),
            }

    def __enter__(self):
        os.chmod(self.root, 0o700)
        self._write("users", f'"todo" "{PASSWORD}"\n"{ADMINISTRATOR}" "{PASSWORD}"\n')
        settings = "".join(f"{name} = {value}\n" for name, value in self.settings.items())
        server = f"host=127.0.0.1 port={self.cluster.port}"
        self._write("pgbouncer.ini", f"[databases]\n* = {server}\n[pgbouncer]\n{settings}")
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            for path in (self.root, *(os.path.join(self.root, name) for name in os.listdir(self.root))):
                os.chown(path, user.pw_uid, user.pw_gid)
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                as_postgres([installed("pgbouncer"), os.path.join(self.root, "pgbouncer.ini")]), stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )
        eventually(self._answers, what=f"PgBouncer, see {self.log},")

    def stop(self):
        """At once, whoever is connected."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process = None

    def url(self, database, options="", host="127.0.0.1"):
        return f"postgresql://todo:{PASSWORD}@{host}:{self.port}/{database.name}{options}"

    def connect(self, database):
        """A client of the pool, as another program would be one."""
        return psycopg.connect(self.url(database), autocommit=True, prepare_threshold=None)

    @contextmanager
    def every_server_connection(self, database):
        """As many clients as there are server connections, each holding one of them in a transaction."""
        with ExitStack() as stack:
            clients = [stack.enter_context(self.connect(database)) for _ in range(self.pool_size)]
            for client in clients:
                client.execute("begin")
            yield clients
            for client in clients:
                client.execute("commit")

    def administer(self, command):
        """The rows of a command of the administration console, as dictionaries."""
        url = f"postgresql://{ADMINISTRATOR}:{PASSWORD}@127.0.0.1:{self.port}/pgbouncer"
        with psycopg.connect(url, autocommit=True, row_factory=psycopg.rows.dict_row) as console:
            cursor = console.execute(command)
            return cursor.fetchall() if cursor.description else []

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"PgBouncer ended by itself: {open(self.log).read()[-2000:]}")
        try:
            return self.administer("show version")
        except psycopg.OperationalError:
            return False

    def _write(self, name, text):
        with open(os.path.join(self.root, name), "w") as file:
            file.write(text)

    def _keep(self, path):
        return shutil.copy(path, self.root)
