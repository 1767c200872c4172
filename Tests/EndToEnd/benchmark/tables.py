"""Results as tables in Markdown, which are as readable on a terminal."""
import statistics
from dataclasses import dataclass

from .surroundings import sentence
from .workloads import ALL

OURS = "TodoServer"


def table(heads, rows, texts=1):
    """As many columns of text to the left, figures to the right."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    line = lambda cells: "| " + " | ".join(  # noqa: E731
        cell.ljust(width) if column < texts else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths))
    ) + " |"
    rule = "|" + "|".join(
        "-" * (width + 2) if column < texts else "-" * (width + 1) + ":" for column, width in enumerate(widths)
    ) + "|"
    return "\n".join([line(heads), rule, *map(line, rows)])


def figure(value):
    """As many digits as mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def spread(values):
    """From the least to the most, as a share of the median."""
    return f"{(max(values) - min(values)) / statistics.median(values):.0%}" if len(values) > 1 else "–"


@dataclass
class Comparisons:
    """The slots of one workload, by contestant."""

    slots: list

    @classmethod
    def of(cls, results, workload):
        return cls([slot for slot in results["slots"] if slot["workload"] == workload])

    @property
    def contestants(self):
        """In the order of the first round, ours first."""
        return list(dict.fromkeys(slot["contestant"] for slot in self.slots))

    def values(self, contestant, key):
        return [key(slot) for slot in self.slots if slot["contestant"] == contestant]

    def median(self, contestant, key):
        return statistics.median(self.values(contestant, key))

    def ratio(self, contestant, key):
        """Ours to another's in the same round, the median of the rounds."""
        pairs = zip(self.values(OURS, key), self.values(contestant, key))
        return statistics.median(ours / theirs if theirs else float("nan") for ours, theirs in pairs)


def processor(slot):
    return slot["own"] + slot["postgres"]


HEADS = [
    "", "requests/s", "±", "p50 ms", "p99 ms", "errors", "own µs", "PostgreSQL µs", "sum µs", "±", "ours ×/s", "ours × µs",
    "noise",
]


def service(results):
    """A table for each workload, then what is said of the server alone."""
    parts = [sentence(results["surroundings"])]
    for workload in ALL:
        found = Comparisons.of(results, workload.name)
        if not found.slots:
            continue
        rows = []
        for name in found.contestants:
            median = lambda key: figure(found.median(name, key))  # noqa: E731, B023
            rows.append([
                name, median(lambda slot: slot["rate"]), spread(found.values(name, lambda slot: slot["rate"])),
                median(lambda slot: slot["p50"]), median(lambda slot: slot["p99"]),
                sum(found.values(name, lambda slot: slot["errors"])),
                median(lambda slot: slot["own"]), median(lambda slot: slot["postgres"]), median(processor),
                spread(found.values(name, processor)),
                *(["", ""] if name == OURS else [
                    f"{found.ratio(name, lambda slot: slot['rate']):.2f}", f"{found.ratio(name, processor):.2f}",
                ]),
                f"{found.median(name, lambda slot: slot['noise']):.0%}",
            ])
        parts.append(f"**{workload.name}**, {workload.title}:\n\n{table(HEADS, rows)}")
    memory, starts = results["memory"], results["first_answer"]
    parts.append(table(["TodoServer", "", "±"], [
        ["start to first 200, ms", figure(statistics.median(starts)), spread(starts)],
        ["resident at rest, MiB", figure(memory["at_rest"]), ""],
        ["resident at most, MiB", figure(memory["peak"]), ""],
        ["resident afterwards, MiB", figure(memory["afterwards"]), ""],
    ]))
    if results["half_load"]:
        rows = []
        for workload in dict.fromkeys(slot["workload"] for slot in results["half_load"]):
            slots = [slot for slot in results["half_load"] if slot["workload"] == workload]
            median = lambda key: statistics.median(slot[key] for slot in slots)  # noqa: E731, B023
            rows.append([
                workload, *(figure(median(key)) for key in ("rate", "full", "p50", "p99")),
                spread([slot["p99"] for slot in slots]), sum(slot["errors"] for slot in slots), f"{median('noise'):.0%}",
            ])
        parts.append(table(["at half load", "requests/s", "of", "p50 ms", "p99 ms", "±", "errors", "noise"], rows))
    return "\n\n".join(parts)


def scaling(results):
    """A table for each curve."""
    parts = [sentence(results["surroundings"])]
    for curve, workload in dict.fromkeys((point["curve"], point["workload"]) for point in results["points"]):
        rows, first = [], None
        for amount, points in by_amount(results, curve, workload).items():
            median = lambda key: statistics.median(point[key] for point in points)  # noqa: E731, B023
            costs = [processor(point) for point in points]
            first = first or statistics.median(costs)
            rows.append([
                f"{amount:,}", *(figure(median(key)) for key in ("rate", "p50", "p99", "own", "postgres")),
                figure(statistics.median(costs)), spread(costs), figure(statistics.median(costs) / first),
                sum(point["errors"] for point in points), f"{median('noise'):.0%}",
            ])
        parts.append(f"**{workload}** against {curve}:\n\n" + table(
            [curve, "requests/s", "p50 ms", "p99 ms", "server µs", "PostgreSQL µs", "sum µs", "±", "× first", "errors", "noise"],
            rows,
        ))
    return "\n\n".join(parts)


def by_amount(results, curve, workload):
    """The points of a curve, those of all rounds together."""
    found = {}
    for point in results["points"]:
        if (point["curve"], point["workload"]) == (curve, workload):
            found.setdefault(point["amount"], []).append(point)
    return found


def micro(results):
    rows = []
    for subject, contestants in results["benchmarks"].items():
        ours = statistics.median(contestants["ours"])
        for name, values in sorted(contestants.items(), key=lambda item: item[0] != "ours"):
            median = statistics.median(values)
            is_ours = name == "ours"
            rows.append([
                subject if is_ours else "", name, figure(median), spread(values), "" if is_ours else f"{ours / median:.2f}",
            ])
    return f"{sentence(results['surroundings'])}\n\n" + table(["", "", "µs", "±", "ours ×"], rows, texts=2)
