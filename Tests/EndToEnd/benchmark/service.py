"""Our server, timed by wrk."""
import os

from support.programs import installed

from .processors import CORES, Run, last_json, run
from .workloads import ALL, W6, W7


class Service:
    """Our server, driven by wrk: each connection sends its next request when it has the answer to the last."""

    name = "TodoServer"
    workloads = ALL
    # Its own processor time is not the client's.
    is_server = True

    def __init__(self, server, population, folder, connections=64, users=None):
        self.server = server
        self.population = population
        self.folder = folder
        self.connections = connections
        self.users = users or population.active(1000)

    def run(self, workload, seconds, seed=0, connections=None, pause=0):
        connections = connections or (4 if workload is W6 else self.connections)
        threads = min(connections, max(1, CORES // 2))
        output, used = run([
            installed("wrk"), "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s",
            "-s", os.path.join(os.path.dirname(__file__), "deck.lua"), f"http://127.0.0.1:{self.server.port}", "--",
            self.deck(workload), str(seed * 0.381966), str(pause),
        ])
        found = last_json(output)
        refused = found["requests"] - found["refused"] if workload is W7 else found["refused"]
        return Run(
            found["requests"], found["microseconds"] / 1e6, refused + found["broken"], found["p50"] / 1e3,
            found["p99"] / 1e3, used,
        )

    def deck(self, workload):
        """The path of the workload's requests, which are made once for a folder."""
        path = os.path.join(self.folder, f"{workload.name}-{self.population.users}-{self.population.tasks}.deck")
        if not os.path.exists(path):
            size = 1 if workload is W6 else 4096 if workload is W7 else max(20_000, len(self.users))
            with open(path, "wb") as file:
                for request in workload.deck(self.population, self.users, size):
                    file.write(b"%d\n%s" % (len(request), request))
        return path
