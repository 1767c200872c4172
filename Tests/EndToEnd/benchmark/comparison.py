"""The server beside pgbench and blocking libpq, on one PostgreSQL, round robin."""
import contextlib
import http.client
import statistics
import tempfile
import time
from dataclasses import asdict

from support import tokens
from support.postgres import PASSWORD
from support.programs import MIB, Server, migrate

from . import checks
from .blocking import Blocking
from .observation import observe
from .pgbench import UNBOUND, Pgbench
from .population import EXPIRY
from .private_cluster import private_cluster
from .service import Service
from .slots import measure
from .workloads import ALL, W1, W2, W5

# How many connections stand for many users who pause between their requests.
PAUSING_CONNECTIONS = 256
# So many connections opened at once would be the slowest hundredth of two seconds.
LONGER = 3


class Comparison:
    """Made by `open`; `check`, then `run`."""

    def __init__(self, cluster, population, folder, database):
        self.cluster = cluster
        self.population = population
        self.folder = folder
        self.database = database
        self.slots = []
        # Whether the table is not what it was.
        self.is_dirty = True

    @classmethod
    @contextlib.contextmanager
    def open(cls, population):
        with private_cluster() as cluster, tempfile.TemporaryDirectory(prefix="todo-benchmark-") as folder:
            database = cluster.create_database("benchmark")
            migrate(database)
            population.fill(database)
            population.remember(database)
            database.query(f"create role {UNBOUND} login bypassrls password '{PASSWORD}'")
            database.query(f"grant select, insert, update on tasks to {UNBOUND}")
            yield cls(cluster, population, folder, database)

    def run(self, rounds, seconds, workloads=ALL, warm_up=1, report=print):
        """Everything; returns the results as they are kept."""
        observed = observe(self.database, self.population)
        starts = [self.cold_start() for _ in range(5)]
        with Server(self.database.url, LOG_LEVEL="warning") as server:
            server.wait_until_ready()
            at_rest = server.come_to_rest()
            self.service = Service(server, self.population, self.folder)
            contestants = [
                self.service,
                *(Pgbench(self.database, self.population, observed, self.folder, isolated, pipelined)
                  for isolated in (False, True) for pipelined in (1, 10)),
                Blocking(self.database, self.population, observed),
            ]
            self.check(contestants)
            for round in range(rounds):
                for workload in workloads:
                    able = [contestant for contestant in contestants if workload in contestant.workloads]
                    first = round % len(able)
                    for contestant in able[first:] + able[:first]:
                        self.measure(contestant, workload, seconds, round, warm_up, report)
            half = [
                slot for workload in (W1, W2, W5) if workload in workloads
                for slot in self.at_half_load(workload, rounds, seconds, warm_up, report)
            ]
            memory = {
                "at_rest": at_rest / MIB, "peak": server.peak_memory() / MIB, "afterwards": server.vitals().memory / MIB,
            }
        return {
            "slots": [slot.as_json() for slot in self.slots], "first_answer": starts, "memory": memory, "half_load": half,
            "population": asdict(self.population),
            "statements": {
                workload.name: [transaction.statement.sql for transaction in found] for workload, found in observed.items()
            },
        }

    def check(self, contestants):
        """Correctness first."""
        rows = checks.Rows(self.database, self.population)
        for contestant in contestants:
            self.population.reset(self.database)
            check = checks.check_service if contestant.is_server else checks.check_client
            check(contestant, rows)

    def measure(self, contestant, workload, seconds, round, warm_up, report):
        if workload.changes or self.is_dirty:
            self.population.reset(self.database)
        self.is_dirty = workload.changes
        slot = measure(contestant, workload, seconds, self.cluster, round, warm_up)
        self.slots.append(slot)
        report(
            f"round {round + 1}  {workload.name}  {contestant.name:28} {slot.rate:10,.0f}/s {slot.processor:8.1f} us"
            f"  {slot.errors} errors  {slot.noise:4.0%} noise"
        )

    def cold_start(self):
        """Milliseconds from the start of the process to its first 200 from a table."""
        user, task = self.population.sample(1)[0]
        fields = {"Authorization": f"Bearer {tokens.token(self.population.user(user), exp=EXPIRY)}"}
        began = time.perf_counter()
        with Server(self.database.url) as server:
            while time.perf_counter() < began + 30:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
                    connection.request("GET", f"/api/tasks/{task}", headers=fields)
                    status = connection.getresponse().status
                    connection.close()
                    if status == 200:
                        return (time.perf_counter() - began) * 1e3
                time.sleep(0.0005)
        raise AssertionError("no answer within 30 s of the start")

    def at_half_load(self, workload, rounds, seconds, warm_up, report):
        """Latencies when half as much is asked for as the server could do: at full load they show how many wait in line."""
        full = statistics.median(
            slot.rate for slot in self.slots if slot.workload == workload.name and slot.contestant == self.service.name
        )
        pause = {"connections": PAUSING_CONNECTIONS, "pause": PAUSING_CONNECTIONS / (full / 2) * 1e3}
        for round in range(rounds):
            if workload.changes:
                self.population.reset(self.database)
                self.is_dirty = True
            slot = measure(self.service, workload, LONGER * seconds, self.cluster, round, warm_up, **pause)
            report(f"half load {workload.name}: {slot.rate:,.0f}/s of {full:,.0f}/s, p99 {slot.p99:.2f} ms")
            yield {"full": full, **slot.as_json()}
