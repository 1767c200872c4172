"""The micro benchmarks of Benchmarks/MicroBenchmarks, several times over."""
import json
import os
import subprocess

from support.programs import REPOSITORY

PACKAGE = os.path.join(REPOSITORY, "Benchmarks")
# Of how many each measurement is.
ITERATIONS = 1000
SCRATCH = os.path.join(REPOSITORY, ".build-benchmarks")


def run(rounds, report=print):
    """Medians in microseconds, one for each round, by what is done and who does it; returns the results as they are kept."""
    found = {}
    for round in range(rounds):
        report(f"micro benchmarks, round {round + 1}")
        for entry in json.loads(json_in(benchmark())):
            name = entry["benchmark"].split(".", 3)[3].replace("_", " ")
            subject, contestant = name.rsplit(": ", 1)
            median = entry["secondaryMetrics"]["Time (wall clock)"]["scorePercentiles"]["50.0"] / ITERATIONS
            found.setdefault(subject, {}).setdefault(contestant, []).append(median)
    return {"benchmarks": dict(sorted(found.items()))}


def benchmark():
    """What the package's plugin writes."""
    done = subprocess.run(
        [
            "swift", "package", "--package-path", PACKAGE, "--scratch-path", SCRATCH, "benchmark",
            # Else it takes every program of the package for one.
            "--target", "MicroBenchmarks", "--no-progress", "--format", "jmh", "--path", "stdout",
        ],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1800,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the micro benchmarks ended with {done.returncode}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


def json_in(output):
    """The JSON array among whatever else was written."""
    return output[output.index("[{"):output.rindex("}]") + 2]
