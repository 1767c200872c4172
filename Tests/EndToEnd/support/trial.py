"""One fault under load: measured before, endured, recovered from, and settled afterwards."""
import time
from dataclasses import dataclass

from .load import LONGEST, Load
from .programs import MIB, Server, migrate
from .proxy import Proxy
from .waiting import eventually

# How many connections to the database each server may open: few enough that one that leaks shows.
POOL = 8
# What every recovery is held to, on a machine that does other things too.
RECOVERY = 5

# What the summary at the end of a run shows.
finished = []


@dataclass
class Row:
    """One fault in the summary."""

    fault: str
    acknowledged: int
    present: int
    doubled: int
    kinds: dict
    longest: float
    recovery: float | None
    served: float | None
    memory: float
    descriptors: int


class Trial:
    """A server under load, behind a proxy; a context manager that begins with a server at work and ends with balanced books.

    `with Trial("name", database) as trial:` break something, mend it, and call `trial.recovered()`.
    """

    def __init__(self, name, database, url=None, workers=6, tolerant=False):
        self.name = name
        self.database = database
        self.proxy = Proxy(database.cluster.port)
        self.server = Server(url(self.proxy) if url else database.through(self.proxy), DATABASE_POOL_SIZE=POOL)
        self.load = Load(self.server, workers, tolerant)
        self.recovery = self.served = None

    def __enter__(self):
        migrate(self.database)
        self.proxy.__enter__()
        self.server.__enter__().wait_until_ready()
        self.most_descriptors = self.server.vitals().descriptors + POOL
        self.load.__enter__()
        self.load.until_acknowledged(60)
        self.before = self.rest()
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self.settle()
            else:
                print(self.server.output()[-4000:])
                self.load.is_stopping = True
                self.load.running.set()
        finally:
            self.server.__exit__()
            self.proxy.__exit__()

    def endure(self, seconds):
        """The fault lasts this long; fails early when an answer is wrong."""
        end = time.monotonic() + seconds
        self.load.until(lambda: time.monotonic() > end, seconds + 5)

    def recovered(self, within=RECOVERY):
        """To be called once the fault is over: measures how long users still feel it."""
        now = time.monotonic()
        self.recovery = self.load.until_recovered(now, within)
        self.served = self.load.until_all_served(now, within)
        self.load.until_acknowledged(30)

    def rest(self):
        """Lets the load pause, and returns the server's vital signs without it."""
        self.load.pause()
        vitals = self.server.vitals()
        self.load.resume()
        return vitals

    def settle(self):
        """Stops the load and checks all that must hold after every fault."""
        assert self.server.process.poll() is None, f"the server has ended\n{self.server.output()[-4000:]}"
        self.load.pause()
        # A connection that owes an answer may be kept until the answer's deadline.
        after = eventually(
            lambda: (now := self.server.vitals()).descriptors <= self.most_descriptors and now, LONGEST, "closed descriptors"
        )
        self.load.stop()
        found = self.load.balance(self.database)
        memory = (after.memory - self.before.memory) / MIB
        finished.append(
            Row(
                self.name, found.acknowledged, found.present, found.doubled, self.load.kinds, self.load.longest,
                self.recovery, self.served, memory, after.descriptors - self.before.descriptors,
            )
        )
        assert found.faults == []
        assert found.present == found.acknowledged
        assert memory < 32, f"{memory:.1f} MiB more than before the fault"


def summary():
    """The lines of the table of all faults so far."""
    yield (
        f"{'fault':34}{'acknowledged':>13}{'present':>9}{'doubled':>9}{'longest':>9}{'first write':>13}{'all served':>12}"
        f"{'RSS MiB':>9}{'fds':>5}  other answers"
    )
    for row in finished:
        others = ", ".join(f"{count} × {kind}" for kind, count in sorted(row.kinds.items()) if kind != "success")
        yield (
            f"{row.fault:34}{row.acknowledged:13}{row.present:9}{row.doubled:9}{row.longest:7.1f} s"
            f"{_seconds(row.recovery):>13}{_seconds(row.served):>12}{row.memory:+9.1f}{row.descriptors:+5}  {others or 'none'}"
        )


def _seconds(time):
    """Nothing for what was not measured."""
    return "" if time is None else f"{time:.2f} s"
