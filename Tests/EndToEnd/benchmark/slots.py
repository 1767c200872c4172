"""One contestant at one workload for some seconds."""
from dataclasses import asdict, dataclass

from .processors import Meter


@dataclass(frozen=True)
class Slot:
    """Latencies in milliseconds; processor time in microseconds for each request."""

    contestant: str
    workload: str
    round: int
    requests: int
    errors: int
    rate: float
    p50: float
    p99: float
    # Of the server, or of the client where there is no server.
    own: float
    postgres: float
    # The share of the machine that others used meanwhile.
    noise: float

    @property
    def processor(self):
        return self.own + self.postgres

    def as_json(self):
        return asdict(self)


def measure(contestant, workload, seconds, cluster, round=0, warm_up=1, **options):
    """Runs the contestant for `warm_up` seconds, then for `seconds`, which are whole ones."""
    if warm_up:
        contestant.run(workload, warm_up, seed=1000 + round, **options)
    meter = Meter(cluster, contestant.server.process if contestant.is_server else None)
    done = contestant.run(workload, seconds, seed=round, **options)
    own, postgres, noise = meter.read(done.used)
    requests = max(1, done.requests)
    return Slot(
        contestant.name, workload.name, round, done.requests, done.errors, done.requests / max(done.seconds, 1e-9),
        done.p50, done.p99, (own if contestant.is_server else done.used) / requests * 1e6, postgres / requests * 1e6, noise,
    )
