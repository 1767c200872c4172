"""Processor time, as Linux counts it: in hundredths of a second."""
import contextlib
import json
import os
import subprocess
from dataclasses import dataclass

import psutil

from support.waiting import eventually

CORES = os.cpu_count() or 1
# As many sessions with PostgreSQL as the server opens at most, by its default.
SESSIONS = 16


@dataclass(frozen=True)
class Run:
    """What a client did; latencies in milliseconds, and the processor seconds that it used itself."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float
    used: float


def used_by(processes):
    """User and system seconds of processes and of their children that have ended."""
    total = 0.0
    for process in processes:
        # A child may end by itself meanwhile.
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


@dataclass(frozen=True)
class Machine:
    """What the whole machine has used, and could have."""

    busy: float
    total: float

    @classmethod
    def now(cls):
        times = psutil.cpu_times()
        # Guests are in `user` already.
        total = sum(times) - times.guest - times.guest_nice
        return cls(total - times.idle - times.iowait, total)


class Meter:
    """What PostgreSQL, a process beside it and everybody else use from now on."""

    def __init__(self, cluster, process=None):
        self.cluster = cluster
        self.process = psutil.Process(process.pid) if process else None
        self._sessions = len(self.cluster.processes())
        self._before = self._read()

    def read(self, client):
        """(of the process, of PostgreSQL, the share of the machine that others used); `client` is what a client has used.

        A session that has ended counts for PostgreSQL as soon as it is gone.
        """
        with contextlib.suppress(AssertionError):
            eventually(lambda: len(self.cluster.processes()) <= self._sessions, within=2)
        now = self._read()
        own, postgres, bench = (after - before for before, after in zip(self._before[:3], now[:3]))
        busy, total = now[3].busy - self._before[3].busy, now[3].total - self._before[3].total
        return own, postgres, max(0.0, busy - own - postgres - bench - client) / total

    def _read(self):
        return (
            used_by([self.process]) if self.process else 0.0,
            used_by(self.cluster.processes()),
            sum(os.times()[:2]),
            Machine.now(),
        )


def run(command, input=None, timeout=600, **environment):
    """Runs a client to its end; (what it wrote, the processor seconds it used)."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **environment},
    )
    before = os.times()
    try:
        output, _ = process.communicate(input, timeout)
    except BaseException:
        process.kill()
        process.wait()
        raise
    after = os.times()
    if process.returncode != 0:
        raise RuntimeError(f"{os.path.basename(command[0])} ended with {process.returncode}: {output[-2000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return output, used


def last_json(output):
    """The JSON in the last line."""
    return json.loads(output.strip().splitlines()[-1])
