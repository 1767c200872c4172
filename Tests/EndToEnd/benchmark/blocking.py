"""What PostgreSQL does for a client that waits for each answer: Benchmarks/BlockingClient."""
import json
import os

from support.programs import REPOSITORY

from .observation import Place
from .population import FIRST_USER
from .processors import SESSIONS, Run, last_json, run
from .workloads import W1, W2, W3, W4

PROGRAM = os.environ.get("BLOCKING_CLIENT", os.path.join(REPOSITORY, ".build-benchmarks/release/BlockingClient"))

# How PostgreSQL reads a row of so many columns: of a list, or of a single task.
READ = {
    6: "select %s::bigint, %s, %s::text, %s::timestamptz, %s::timestamptz, %s::bigint",
    7: "select %s::bigint, %s, %s::text, %s::boolean, %s::timestamptz, %s::timestamptz, %s::bigint",
}


class Blocking:
    """A thread for each session: begin, preamble, statement and commit, each sent when the one before is answered."""

    name = "blocking libpq under RLS"
    is_server = False
    workloads = (W1, W2, W3, W4)

    def __init__(self, database, population, observed):
        self.database = database
        self.population = population
        self.observed = observed

    def run(self, workload, seconds, seed=0):
        output, used = run([PROGRAM], self.plan(workload, seconds=seconds, seed=seed))
        found = last_json(output)
        return Run(found["requests"], found["seconds"], found["errors"], found["p50"], found["p99"], used)

    def answers(self, workload, count):
        """The rows that so many requests were answered with, as (user, task, rows)."""
        output, _ = run([PROGRAM], self.plan(workload, answers=count, sessions=1))
        with self.database.connect() as connection:
            for answer in last_json(output):
                # What came as text is read by PostgreSQL itself.
                rows = [connection.execute(READ[len(row)], row).fetchone() for row in answer["rows"]]
                yield answer["user"], int(answer["task"]), rows

    def plan(self, workload, **options):
        """What the program reads; the password is in no argument."""
        [transaction] = self.observed[workload]
        return json.dumps({
            "connection": f"{self.database.url}?options=-c%20role%3Dtodo_app", "sessions": SESSIONS, "seconds": 0, "seed": 0,
            "users": self.population.users, "tasks": self.population.tasks, "firstUser": FIRST_USER,
            "statements": [
                {"sql": step.sql, "parameters": [parameter(value) for value in step.parameters]}
                for step in transaction.steps
            ],
            **options,
        })


def parameter(value):
    return {"place": value.value} if isinstance(value, Place) else {"text": value}
