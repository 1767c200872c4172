"""The two binaries under test, run with an environment of their own."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass

import psutil

from .client import Client
from .waiting import eventually, free_port

REPOSITORY = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
SERVER = os.path.abspath(os.environ.get("TODO_SERVER", os.path.join(REPOSITORY, ".build/release/TodoServer")))
TODOCTL = os.path.abspath(os.environ.get("TODOCTL", os.path.join(REPOSITORY, ".build/release/todoctl")))

SECRET = "tJ7vXq2mB9sLw4RzK8yNcH5dFgP3aUeE"
ORIGIN = "http://localhost:3000"


def environment(**settings):
    """Nothing but what a program needs to run, and the given settings; `None` leaves one out."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, **{name: str(value) for name, value in settings.items() if value is not None}}


def todoctl(*arguments, timeout=60, input="", **settings):
    """Runs `todoctl` to its end, in a directory without a `.env`; `input` is what it reads."""
    with tempfile.TemporaryDirectory() as directory:
        return subprocess.run(
            [TODOCTL, *arguments], env=environment(**settings), cwd=directory, capture_output=True, text=True,
            timeout=timeout, input=input,
        )


def installed(name):
    """Where a program of the system is; Debian keeps some where only root's PATH leads."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise RuntimeError(f"{name} is not installed; on Debian: apt-get install {name}")
    return found


def migrate(database):
    """Makes the schema of `database` current."""
    done = todoctl("migrate", "up", DATABASE_URL=database.url)
    assert done.returncode == 0, done.stdout + done.stderr


MIB = 1024 * 1024


@dataclass(frozen=True)
class Vitals:
    """What a process uses: resident memory in bytes, open file descriptors, processor seconds since its start."""

    memory: int
    descriptors: int
    processor: float


class Server:
    """A running TodoServer on a loopback port; a context manager that ends it.

    It writes to a file, which `output` reads, unless `log` is a file descriptor for that. `launcher` is a command that becomes
    the one behind it.
    """

    def __init__(self, database_url, log=None, launcher=(), **settings):
        self.port = free_port()
        self.descriptor = log
        self.launcher = launcher
        self.directory = tempfile.TemporaryDirectory(prefix="todo-server-")
        self.log = os.path.join(self.directory.name, "log")
        self.environment = environment(
            **{
                "DATABASE_URL": database_url, "BETTER_AUTH_SECRET": SECRET, "FRONTEND_URL": ORIGIN,
                "HOST": "127.0.0.1", "PORT": self.port, **settings,
            }
        )
        self.process = None

    def __enter__(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.launcher, SERVER], env=self.environment, cwd=self.directory.name, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log if self.descriptor is None else self.descriptor,
            )
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            self.directory.cleanup()

    def stop(self, within=20):
        """SIGTERM and the exit code that follows; kills what does not end."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the server did not end within {within} s of SIGTERM\n{self.output()}") from None

    def kill(self):
        """SIGKILL; `__enter__` starts it again on the same port."""
        self.process.kill()
        self.process.wait()

    def vitals(self):
        process = psutil.Process(self.process.pid)
        used = process.cpu_times()
        return Vitals(process.memory_info().rss, process.num_fds(), used.user + used.system)

    def come_to_rest(self):
        """Waits until the start is over and nothing is being done any more; returns the bytes of memory that are resident then.

        ``peak_memory`` tells what was resident at most since.
        """
        used = None
        while used != (used := self.vitals().processor):
            time.sleep(0.5)
        # proc_pid_clear_refs(5)
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as file:
            file.write("5")
        return self.vitals().memory

    def peak_memory(self):
        """The most bytes of memory that were resident, since the server came to rest if it did, as Linux tells it."""
        with open(f"/proc/{self.process.pid}/status") as file:
            [line] = [line for line in file if line.startswith("VmHWM:")]
            return int(line.split()[1]) * 1024

    def accepted(self):
        """How many connections the server has accepted and not closed, those included that the client has half closed."""
        states = (psutil.CONN_ESTABLISHED, psutil.CONN_CLOSE_WAIT)
        connections = psutil.Process(self.process.pid).net_connections("tcp")
        return sum(connection.laddr.port == self.port and connection.status in states for connection in connections)

    def client(self, token=None, **options):
        return Client(self.port, token, **options)

    def operators(self):
        """A client of ADMIN_PORT, whose answers are not in the API's document."""
        return Client(int(self.environment["ADMIN_PORT"]), is_documented=False)

    def wait_until_listening(self):
        eventually(self._listens, what="the server's port")
        return self

    def wait_until_ready(self, within=15):
        self.wait_until_listening()
        eventually(lambda: self.client().get("/health/ready").status == 200, within, "a ready server")
        return self

    def output(self):
        with open(self.log, errors="replace") as log:
            return log.read()

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.process.returncode}\n{self.output()[-4000:]}")
        return self.accepts_connections()

    def accepts_connections(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            return True
        except OSError:
            return False
