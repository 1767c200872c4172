"""What the server sends to PostgreSQL for a request, as PostgreSQL's log has it."""
from dataclasses import dataclass
from enum import Enum

from support import tokens
from support.programs import Server
from support.waiting import eventually

from .population import COLLECTOR
from .workloads import W1, W2, W3, W4, W6, new_task


class Place(Enum):
    """What stands for another value in each request."""

    USER = "user"
    TASK = "task"


@dataclass(frozen=True)
class Step:
    """A statement and its parameters: text, `None` for NULL, or a `Place`."""

    name: str
    sql: str
    parameters: tuple

    def filled(self, values):
        return [values[value] if isinstance(value, Place) else value for value in self.parameters]


@dataclass(frozen=True)
class Transaction:
    """The preamble, which tells PostgreSQL whose rows are concerned, and the statement."""

    preamble: Step
    statement: Step

    @property
    def steps(self):
        return (self.preamble, self.statement)


def observe(database, population):
    """Workload -> the transactions of one request."""
    user, task = population.user(5), population.task(5, 3)
    requests = {
        W1: ("GET", f"/api/tasks/{task}", None),
        W2: ("GET", "/api/tasks", None),
        W3: ("POST", "/api/tasks", new_task(1)),
        W4: ("PATCH", f"/api/tasks/{task}/complete", None),
        W6: ("GET", "/api/tasks", None),
    }
    places = {user: Place.USER, str(task): Place.TASK}
    database.cluster.configure(log_min_duration_statement=0)
    found = {}
    try:
        for workload, (method, path, body) in requests.items():
            before = len(database.executions())
            with Server(database.url) as server:
                server.wait_until_ready()
                client = server.client(tokens.token(COLLECTOR if workload is W6 else user), is_documented=False)
                answer = client.request(method, path, body)
                assert answer.status == workload.status, (workload.name, answer.status, answer.body)
            # A session has logged all it did before it ends.
            eventually(lambda: database.query(SESSIONS) == [(0,)], what="the end of the server's sessions")
            found[workload] = transactions(database.executions()[before:], places)
    finally:
        database.cluster.configure(log_min_duration_statement=None)
    return found


SESSIONS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def transactions(executions, places):
    """Statements about tasks, each with the preamble before it; what the server asks for itself has a preamble too."""
    steps = [
        Step(name, sql, tuple(places.get(value, value) for value in parameters)) for name, sql, parameters in executions
    ]
    return [
        Transaction(preamble, statement)
        for preamble, statement in zip(steps, steps[1:])
        if preamble.name.startswith("todo_identify") and statement.name.startswith(ABOUT_TASKS)
    ]


ABOUT_TASKS = ("todo_fetch", "todo_list", "todo_insert", "todo_change", "todo_toggle")
