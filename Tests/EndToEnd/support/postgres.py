"""A private PostgreSQL in a directory of its own, on a Unix socket and on a loopback port with SCRAM passwords.

PostgreSQL refuses to run as root, so as root its programs run as the user `postgres`.
"""
import contextlib
import glob
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass

import psutil
import psycopg
from psycopg import sql

from .waiting import eventually, free_port

PASSWORD = "pg-password-of-the-tests"


def binaries():
    """The directory of initdb and postgres: pg_config's, else the newest of Debian's."""
    found = []
    if shutil.which("pg_config"):
        found.append(subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
    version = lambda path: float(path.split("/")[4])  # noqa: E731
    found += sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=version, reverse=True)
    for directory in found:
        if os.access(f"{directory}/initdb", os.X_OK) and os.access(f"{directory}/postgres", os.X_OK):
            return directory
    raise RuntimeError("no PostgreSQL server is installed; on Debian: apt-get install postgresql")


def as_postgres(command):
    """The command as it is, or as root run by the user `postgres`."""
    if os.geteuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
    return command


@dataclass(frozen=True)
class Database:
    """A database and the ways to reach it."""

    cluster: "Cluster"
    name: str

    @property
    def url(self):
        """Over TCP, as the login that owns the database."""
        return f"postgresql://todo:{PASSWORD}@127.0.0.1:{self.cluster.port}/{self.name}"

    @property
    def socket_url(self):
        return f"postgresql://todo@/{self.name}?host={self.cluster.sockets}&port={self.cluster.port}"

    def through(self, *proxies, **options):
        """The URL by way of one proxy or, one host for each, of several."""
        hosts = ",".join(f"127.0.0.1:{proxy.port}" for proxy in proxies)
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return f"postgresql://todo:{PASSWORD}@{hosts}/{self.name}?{query}"

    def end_sessions(self):
        """Ends every session but the one that does so; returns how many."""
        [(count,)] = self.query(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        return count

    def connect(self, user="postgres", **options):
        """A connection over the Unix socket; `postgres` is the superuser and sees every row."""
        return psycopg.connect(
            host=self.cluster.sockets, port=self.cluster.port, dbname=self.name, user=user, autocommit=True, **options
        )

    def query(self, statement, parameters=None, user="postgres"):
        """The rows of a statement, or nothing for one without."""
        with self.connect(user) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def statements(self):
        """What the server has logged of statements in this database, as (name, SQL), where its log has everything.

        See `log_min_duration_statement`; a name is PostgreSQL's `<unnamed>` where there is none.
        """
        # Further lines of a statement begin with a tab.
        line = rf"^\[{re.escape(self.name)}\] LOG: .*(?:parse|execute) (\S+): (.*(?:\n\t.*)*)"
        with open(self.cluster.log) as log:
            return re.findall(line, log.read(), re.M)

    def executions(self):
        """What it has logged of executed statements, as (name, SQL, parameters as text); None stands for NULL."""
        line = rf"^\[{re.escape(self.name)}\] LOG: .*execute (\S+): (.*(?:\n\t.*)*)\n"
        line += r"(?:\[\S+\] DETAIL:  parameters: (.*(?:\n\t.*)*))?"
        with open(self.cluster.log) as log:
            found = re.findall(line, log.read(), re.M)
        parameter = r"\$\d+ = (?:NULL|'((?:[^']|'')*)')"
        return [
            (name, text.replace("\n\t", "\n"), [
                None if match[0].endswith("NULL") else match[1].replace("''", "'").replace("\n\t", "\n")
                for match in re.finditer(parameter, values)
            ])
            for name, text, values in found
        ]


class Cluster:
    """Made by `Cluster.create()`; the caller starts it, may stop and start it again, and removes it."""

    def __init__(self, root, certificates=None):
        self.root = root
        self.data = os.path.join(root, "data")
        self.sockets = os.path.join(root, "s")
        self.log = os.path.join(root, "postgres.log")
        self.port = free_port()
        self.process = None
        self.certificates = certificates

    @classmethod
    def create(cls, certificates=None, wal_segment_size=1):
        """With certificates, TCP connections have to use TLS.

        Segments of one MiB are small enough for a limit on the size of files to meet tables before it meets the log.
        """
        cluster = cls._in_new_directory(certificates)
        cluster._run(
            "initdb", "--pgdata", cluster.data, "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--no-instructions",
            f"--wal-segsize={wal_segment_size}",
        )
        if certificates:
            cluster._insist_on_tls()
        return cluster

    def create_standby(self):
        """A streaming replica of this running cluster, made and not started."""
        standby = self._in_new_directory()
        standby._run(
            "pg_basebackup", "--pgdata", standby.data, "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
            "--dbname", f"host={self.sockets} port={self.port} user=postgres application_name=standby",
        )
        return standby

    @classmethod
    def _in_new_directory(cls, certificates=None):
        root = tempfile.mkdtemp(prefix="todo-e2e-")
        os.chmod(root, 0o755)
        cluster = cls(root, certificates)
        for directory in (cluster.data, cluster.sockets):
            os.mkdir(directory, 0o700)
            if os.geteuid() == 0:
                user = pwd.getpwnam("postgres")
                os.chown(directory, user.pw_uid, user.pw_gid)
        return cluster

    def start(self, **changes):
        """Starts the server, with changes to its settings, and returns once it answers."""
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.sockets,
            "fsync": "off", "max_connections": 200, "log_min_messages": "warning",
            "password_encryption": "scram-sha-256", "log_line_prefix": "[%d] ",
            **changes,
        }
        if self.certificates:
            settings["ssl"] = "on"
        arguments = [f"--{name.replace('_', '-')}={value}" for name, value in settings.items()]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self._command("postgres", "-D", self.data, *arguments), stdout=log, stderr=log, start_new_session=True
            )
        eventually(self._answers, within=30, what=f"PostgreSQL, see {self.log},")

    def stop(self, how=signal.SIGINT):
        """Fast shutdown: sessions are ended, what was committed stays. SIGQUIT is the immediate one."""
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)
            raise
        finally:
            self.process = None

    def kill(self):
        """SIGKILL for every process, as when the machine dies."""
        for process in self.processes():
            # A child may end by itself meanwhile.
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(20)
        self.process = None

    @contextlib.contextmanager
    def paused(self):
        """Every process is stopped, with its connections open, until the block ends."""
        stopped = self.processes()
        try:
            for process in stopped:
                process.suspend()
            yield
        finally:
            for process in stopped:
                process.resume()

    def promote(self):
        """Makes a standby the primary, and returns when it is."""
        Database(self, "postgres").query("select pg_promote()")

    def limit_file_size(self, size):
        """Makes files of more bytes fail to grow, in the sessions of now and later; `None` ends that (Linux)."""
        for process in self.processes():
            limit = "unlimited" if size is None else size
            subprocess.run(as_postgres(["prlimit", f"--pid={process.pid}", f"--fsize={limit}:"]), check=False)

    def processes(self):
        """The postmaster first, then its children."""
        postmaster = psutil.Process(self.process.pid)
        return [postmaster, *postmaster.children(recursive=True)]

    def configure(self, **settings):
        """Changes settings of the running server; `None` takes a change back."""
        administration = Database(self, "postgres")
        for name, value in settings.items():
            change = sql.SQL("alter system reset {}") if value is None else sql.SQL("alter system set {} = {}")
            administration.query(change.format(sql.Identifier(name), *([] if value is None else [sql.Literal(value)])))
        administration.query("select pg_reload_conf()")

    def remove(self):
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def create_database(self, name, encoding="UTF8"):
        """An empty database whose owner may create roles, as a provider's default login may."""
        administration = Database(self, "postgres")
        if not administration.query("select 1 from pg_roles where rolname = 'todo'"):
            administration.query(sql.SQL("create role todo login createrole password {}").format(PASSWORD))
        administration.query(
            sql.SQL("create database {} owner todo encoding {} locale 'C' template template0").format(
                sql.Identifier(name), encoding
            )
            if encoding != "UTF8" else sql.SQL("create database {} owner todo").format(sql.Identifier(name))
        )
        return Database(self, name)

    def _insist_on_tls(self):
        owner = os.stat(self.data)
        for source, name in ((self.certificates.certificate, "server.crt"), (self.certificates.key, "server.key")):
            path = shutil.copy(source, os.path.join(self.data, name))
            os.chmod(path, 0o600)
            os.chown(path, owner.st_uid, owner.st_gid)
        with open(os.path.join(self.data, "pg_hba.conf"), "w") as file:
            file.write("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n")

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"PostgreSQL ended by itself: {open(self.log).read()[-2000:]}")
        try:
            Database(self, "postgres").query("select 1")
            return True
        except psycopg.OperationalError:
            return False

    def _run(self, *command):
        done = subprocess.run(self._command(*command), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed: {done.stderr}")

    def _command(self, program, *arguments):
        return as_postgres([os.path.join(binaries(), program), *arguments])
