"""Steady load with a random fault every few seconds, for minutes: what leaks, slows down or goes wrong shows in the end.

    scripts/soak [minutes] [seed]

writes Docs.docc/Resources/soak.csv and soak.png, prints the books, and ends with 1 when they do not balance.
"""
import argparse
import random
import sys
import time
from pathlib import Path

from support.faults import FAULTS
from support.load import LONGEST, Load
from support.plot import draw
from support.postgres import Cluster
from support.programs import MIB, REPOSITORY, Server, migrate
from support.proxy import Proxy
from support.sampling import Sampler
from support.trial import POOL

RESULTS = Path(REPOSITORY, "Docs.docc/Resources")


def main():
    parser = argparse.ArgumentParser(description="Runs the server under load and faults.")
    parser.add_argument("minutes", type=float, nargs="?", default=10)
    parser.add_argument("seed", type=int, nargs="?", default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    print(f"soak: {options.minutes:g} minutes, seed {options.seed}", flush=True)
    cluster = Cluster.create()
    try:
        cluster.start()
        database = cluster.create_database("soak")
        migrate(database)
        with Proxy(cluster.port) as proxy, Server(database.through(proxy), DATABASE_POOL_SIZE=POOL) as server:
            server.wait_until_ready()
            problems = soak(options, database, proxy, server)
    finally:
        cluster.remove()
    for problem in problems:
        print(f"soak: {problem}", file=sys.stderr)
    return 1 if problems else 0


def soak(options, database, proxy, server):
    """Runs to the end of the time and returns what was wrong."""
    most_descriptors = server.vitals().descriptors + POOL
    chance = random.Random(options.seed)
    with Load(server, workers=8, tolerant=True, interval=0.005) as load, Sampler(server, load) as sampler:
        load.until_acknowledged(200)
        load.pause()
        before = server.vitals()
        load.resume()
        end = time.monotonic() + options.minutes * 60
        slowest = 0.0
        while time.monotonic() < end:
            calm = time.monotonic() + chance.uniform(2, 5)
            load.until(lambda: time.monotonic() > calm, 10)
            name, fault = chance.choice(FAULTS)
            seconds = chance.uniform(1, 3)
            with sampler.marking(name):
                fault(database, proxy, load, seconds)
            over = time.monotonic()
            load.until_recovered(over, within=3 * LONGEST)
            served = load.until_all_served(over, within=3 * LONGEST)
            slowest = max(slowest, served)
            print(f"{sampler.clock():7.1f} s  {name} for {seconds:.1f} s, all served {served:.2f} s later", flush=True)
        load.pause()
        after = server.vitals()
    found = load.balance(database)
    growth = (after.memory - before.memory) / MIB
    sampler.write(RESULTS / "soak.csv")
    draw(sampler, RESULTS / "soak.png", options)
    print(
        f"{len(sampler.faults)} faults, {found.acknowledged} acknowledged writes, {found.present} present, "
        f"{found.doubled} doubled; longest answer {load.longest:.1f} s; slowest until all were served {slowest:.1f} s\n"
        f"at rest: {after.memory / MIB:.1f} MiB ({growth:+.1f}), {after.descriptors} descriptors "
        f"({after.descriptors - before.descriptors:+}), {after.processor:.1f} s of processor time\n"
        f"answers: {dict(load.kinds)}"
    )
    problems = list(found.faults)
    if found.present != found.acknowledged:
        problems.append(f"{found.acknowledged} writes were acknowledged, {found.present} are present")
    if after.descriptors > most_descriptors:
        problems.append(f"{after.descriptors} open descriptors, {most_descriptors} at most were expected")
    if growth > 32:
        problems.append(f"{growth:.1f} MiB more memory than in the beginning")
    if server.process.poll() is not None:
        problems.append(f"the server ended with {server.process.returncode}")
    return problems


if __name__ == "__main__":
    sys.exit(main())
