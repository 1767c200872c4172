"""What a request costs against how much there is: rows, users, tasks in a list, connections."""
import tempfile
from dataclasses import dataclass

from support.programs import Server, migrate

from .population import Population
from .private_cluster import private_cluster
from .service import Service
from .slots import measure
from .workloads import W1, W2

ROWS = (10_000, 100_000, 1_000_000)
PER_USER = 100


@dataclass(frozen=True)
class Point:
    """A place on a curve: so much there is, in so large a population."""

    curve: str
    amount: int
    population: Population
    workload: object
    connections: int = 64
    # Users who ask; those of a large table are spread over it.
    active: int = 1000


def points(rows):
    """Every curve, with tables of so many `rows`."""
    yield from (
        Point("rows", count, Population(count // PER_USER, PER_USER), workload) for count in rows for workload in (W1, W2)
    )
    yield from (
        Point("users", users, Population(users, 100_000 // users), W1, active=users)
        for users in (10, 100, 1_000, 10_000, 100_000)
    )
    yield from (
        Point("tasks in a list", tasks, Population(100_000 // tasks, tasks), W2, connections=8)
        for tasks in (10, 100, 1_000, 10_000)
    )
    yield from (
        Point("connections", count, Population(1_000, PER_USER), W1, connections=count)
        for count in (1, 2, 4, 8, 16, 32, 64, 128, 256)
    )


def run(rounds, seconds, rows=ROWS, report=print):
    """Measures each point in each round, the databases being filled once; returns the results as they are kept."""
    found = []
    with private_cluster() as cluster, tempfile.TemporaryDirectory(prefix="todo-benchmark-") as folder:
        databases = {}
        for point in points(rows):
            if point.population not in databases:
                databases[point.population] = fill(cluster, point.population, report)
        for round in range(rounds):
            for point in points(rows):
                slot = measure_point(point, databases[point.population], folder, seconds, round)
                found.append({"curve": point.curve, "amount": point.amount, **slot.as_json()})
                report(
                    f"round {round + 1}  {slot.workload}  {point.amount:>10,} {point.curve:16} {slot.rate:10,.0f}/s "
                    f"{slot.processor:8.1f} us  {slot.errors} errors  {slot.noise:4.0%} noise"
                )
    return {"points": found}


def fill(cluster, population, report):
    report(f"filling {population.users:,} x {population.tasks:,} tasks")
    database = cluster.create_database(f"tasks_{population.users}_{population.tasks}")
    migrate(database)
    population.fill(database)
    return database


def measure_point(point, database, folder, seconds, round):
    """By a server of its own, which has seen no other table."""
    with Server(database.url, LOG_LEVEL="warning") as server:
        server.wait_until_ready()
        service = Service(server, point.population, folder, point.connections, point.population.active(point.active))
        return measure(service, point.workload, seconds, database.cluster, round)
