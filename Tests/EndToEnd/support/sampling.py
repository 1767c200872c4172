"""A sample of a server's vital signs every second, and when there were faults."""
import contextlib
import csv
import threading
import time
from dataclasses import dataclass


@dataclass
class Sample:
    seconds: float
    memory: int
    descriptors: int
    processor: float
    acknowledged: int


class Sampler(threading.Thread):
    """A context manager that samples while it is open."""

    def __init__(self, server, load):
        super().__init__(daemon=True)
        self.server = server
        self.load = load
        self.samples = []
        # Name, first and last second of each fault.
        self.faults = []
        self._began = time.monotonic()
        self._end = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self.join()

    def clock(self):
        return time.monotonic() - self._began

    def run(self):
        while not self._end.wait(1):
            vitals = self.server.vitals()
            self.samples.append(
                Sample(self.clock(), vitals.memory, vitals.descriptors, vitals.processor, self.load.acknowledged)
            )

    @contextlib.contextmanager
    def marking(self, name):
        began = self.clock()
        yield
        self.faults.append((name, began, self.clock()))

    def write(self, path):
        """One line a second; the last column names the fault of that second."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "w", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["seconds", "rss_bytes", "descriptors", "cpu_seconds", "acknowledged_writes", "fault"])
            for sample in self.samples:
                fault = next((name for name, began, end in self.faults if began <= sample.seconds <= end + 1), "")
                rows.writerow(
                    [
                        f"{sample.seconds:.1f}", sample.memory, sample.descriptors, f"{sample.processor:.2f}",
                        sample.acknowledged, fault,
                    ]
                )
