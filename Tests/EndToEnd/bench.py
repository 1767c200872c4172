"""How fast the service is, beside others that do the same work in the same minutes.

    scripts/bench

keeps its results in Docs.docc/Resources and shows them in Docs.docc/Performance.md.
"""
import argparse
import sys
from pathlib import Path

from benchmark import comparison, micro, page, scaling, tables
from benchmark.population import Population
from benchmark.surroundings import surroundings
from support.programs import REPOSITORY

RESOURCES = Path(REPOSITORY, "Docs.docc/Resources")


def main():
    options = arguments()
    # Once: what a part writes is no change of what the next one measures.
    where = surroundings()
    for part in options.parts or page.PARTS:
        say(f"{part}:")
        if part == "micro":
            results = micro.run(options.rounds, say)
        elif part == "service":
            with comparison.Comparison.open(Population(users=1000, tasks=100, collected=10_000)) as opened:
                results = opened.run(options.rounds, options.seconds, report=say)
        else:
            results = scaling.run(options.rounds, options.seconds, options.rows, say)
        results = {"surroundings": where, "rounds": options.rounds, "seconds": options.seconds, **results}
        page.keep(part, results, options.results)
        print(getattr(tables, part)(results), end="\n\n", flush=True)
        failed = errors(results)
        if failed:
            say(f"{failed} requests failed")
            return 1
    if options.results == RESOURCES:
        page.write(RESOURCES)
    return 0


def errors(results):
    return sum(slot["errors"] for key in ("slots", "points", "half_load") for slot in results.get(key, []))


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measures the service.")
    parser.add_argument("parts", nargs="*", choices=page.PARTS, metavar="part", help="micro, service or scaling")
    parser.add_argument("--rounds", type=positive, default=3)
    parser.add_argument("--seconds", type=positive, default=2, help="for each measurement")
    parser.add_argument(
        "--rows", type=lambda text: [positive(part) for part in text.split(",")], default=scaling.ROWS,
        help="sizes of the table for scaling, as 10000,100000,1000000",
    )
    parser.add_argument("--results", type=Path, default=RESOURCES, help="another folder, which leaves the page as it is")
    return parser.parse_args()


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
