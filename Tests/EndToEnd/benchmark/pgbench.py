"""What PostgreSQL does for pgbench, with the statements of our server."""
import os
import re
import tempfile
from pathlib import Path

import psycopg

from support.postgres import PASSWORD, binaries

from .observation import Place
from .population import FIRST_USER
from .processors import CORES, SESSIONS, Run, run
from .workloads import MIX, W1, W2, W3, W4, W5, W6


class Pgbench:
    """pgbench with the statements that the server was seen to send, prepared.

    `isolated` is as the server does it: under row-level security, a preamble and a statement in one implicit transaction.
    Else the statement is alone, and its role is above row-level security. Of the pipelined ones, `pipelined` statements go in
    one batch, which is one transaction, as reads of the server may.
    """

    is_server = False

    def __init__(self, database, population, observed, folder, isolated, pipelined=1):
        self.name = "pgbench" + (" under RLS" if isolated else "") + (f", {pipelined} a batch" if pipelined > 1 else "")
        self.database = database
        self.population = population
        self.observed = observed
        self.folder = folder
        self.isolated = isolated
        self.pipelined = pipelined
        self.workloads = (W1, W2) if pipelined > 1 else (W1, W2, W3, W4, W5, W6)

    @property
    def environment(self):
        """How its sessions log in, and what they begin with."""
        if self.isolated:
            return {"PGUSER": "todo", "PGPASSWORD": PASSWORD, "PGOPTIONS": "-c role=todo_app"}
        return {"PGUSER": UNBOUND, "PGPASSWORD": PASSWORD}

    def run(self, workload, seconds, seed=0):
        scripts = zip((W1, W2, W3, W4), MIX) if workload is W5 else [(workload, 1)]
        arguments = [f"--file={self.script(kind)}@{weight}" for kind, weight in scripts]
        with tempfile.TemporaryDirectory(dir=self.folder) as logs:
            output, used = run([
                os.path.join(binaries(), "pgbench"), "--no-vacuum", "--protocol=prepared",
                "-c", str(4 if workload is W6 else SESSIONS),
                "-j", str(max(1, CORES // 2)), "-T", str(seconds), f"--random-seed={seed + 1}", "--log",
                f"--log-prefix={logs}/latency", f"--sampling-rate={1 if workload is W6 else 0.1}", *arguments,
                "-h", "127.0.0.1", "-p", str(self.database.cluster.port), self.database.name,
            ], **self.environment)
            latencies = latencies_in(logs)
        scripts_done = int(re.search(r"actually processed: (\d+)", output)[1])
        failed = int(re.search(r"failed transactions: (\d+)", output)[1])
        per_second = float(re.search(r"tps = ([\d.]+)", output)[1])
        return Run(
            scripts_done * self.pipelined, scripts_done / per_second, failed, percentile(latencies, 50),
            percentile(latencies, 99), used,
        )

    def answers(self, workload, count):
        """The rows that its statements find or leave, as (user, task, rows), for a sample of tasks."""
        login = self.environment
        with psycopg.connect(
            host="127.0.0.1", port=self.database.cluster.port, dbname=self.database.name, user=login["PGUSER"],
            password=login["PGPASSWORD"], options=login.get("PGOPTIONS"),
        ) as connection:
            for user, task in self.population.sample(1 if workload is W6 else count):
                user = self.population.user(user)
                names = {Place.USER: f"'{user}'", Place.TASK: str(task)}
                rows = []
                for transaction in self.observed[workload]:
                    for step in self.steps(transaction):
                        answer = connection.execute(inlined(step, names)).fetchall()
                    connection.commit()
                    rows += answer
                yield user, task, rows

    def steps(self, transaction):
        return transaction.steps if self.isolated else (transaction.statement,)

    def script(self, workload):
        path = os.path.join(self.folder, f"{self.name}-{workload.name}.sql".replace(" ", "-"))
        with open(path, "w") as file:
            file.write(self.text(workload))
        return path

    def text(self, workload):
        lines, statements = [], []
        for index in range(self.pipelined):
            names = {Place.USER: f":user_{index}", Place.TASK: f":task_{index}"}
            lines += [
                f"\\set index random(0, {self.population.users - 1})",
                f"\\set user_{index} {FIRST_USER} + :index",
                f"\\set task_{index} random(0, {self.population.tasks - 1}) * {self.population.users} + :index + 1",
            ]
            for transaction in self.observed[workload]:
                statements.append([inlined(step, names) + ";" for step in self.steps(transaction)])
        if self.pipelined > 1:
            statements = [sum(statements, [])]
        for transaction in statements:
            is_batch = len(transaction) > 1
            lines += ["\\startpipeline"] * is_batch + transaction + ["\\endpipeline"] * is_batch
        return "\n".join(lines) + "\n"


def latencies_in(folder):
    """What pgbench logged of a sample of its scripts, in milliseconds."""
    found = []
    for path in Path(folder).iterdir():
        found += [int(line.split()[2]) / 1e3 for line in path.read_text().splitlines()]
    return sorted(found)


def percentile(ordered, percent):
    """Not a number, of nothing."""
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")


# Logs in like the server, but no policy holds for it.
UNBOUND = "todo_unbound"


def inlined(step, names):
    """SQL with values in place of parameters; a `Place` gets its name."""
    def value(match):
        value = step.parameters[int(match[1]) - 1]
        if isinstance(value, Place):
            return names[value]
        return "null" if value is None else "'" + value.replace("'", "''") + "'"

    return re.sub(r"\$(\d+)", value, step.sql)
