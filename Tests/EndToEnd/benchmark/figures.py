"""Results as pictures."""
import statistics

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot  # noqa: E402 - after the choice of a backend without a display

from .tables import OURS, Comparisons, by_amount, processor  # noqa: E402
from .workloads import ALL  # noqa: E402

DARK, LIGHT = "#1b4f72", "#85c1e9"


def service(results, path):
    """Processor time for each request, by workload and contestant."""
    workloads = [workload for workload in ALL if Comparisons.of(results, workload.name).slots]
    figure, grid = pyplot.subplots(-(-len(workloads) // 2), 2, figsize=(12, 10), layout="constrained", squeeze=False)
    for axes in grid.flat[len(workloads):]:
        axes.set_axis_off()
    for axes, workload in zip(grid.flat, workloads):
        found = Comparisons.of(results, workload.name)
        names = found.contestants[::-1]
        own = [found.median(name, lambda slot: slot["own"]) for name in names]
        postgres = [found.median(name, lambda slot: slot["postgres"]) for name in names]
        axes.barh(names, own, color=DARK, label="server, or the client in its place")
        axes.barh(names, postgres, left=own, color=LIGHT, label="PostgreSQL")
        axes.locator_params("x", nbins=6)
        axes.set(title=f"{workload.name}: {workload.title}", xlabel="processor time for a request, µs")
    figure.legend(*grid.flat[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
    save(figure, results, path)


def scaling(results, path):
    """Processor time for each request against how much there is, and how many are served against connections."""
    curves = list(dict.fromkeys((point["curve"], point["workload"]) for point in results["points"]))
    figure, grid = pyplot.subplots(-(-len(curves) // 2), 2, figsize=(12, 10), layout="constrained", squeeze=False)
    for axes in grid.flat[len(curves):]:
        axes.set_axis_off()
    for axes, (curve, workload) in zip(grid.flat, curves):
        found = by_amount(results, curve, workload)
        amounts = sorted(found)
        median = lambda key: [statistics.median(map(key, found[amount])) for amount in amounts]  # noqa: E731, B023
        if curve == "connections":
            axes.plot(amounts, median(lambda point: point["rate"]), "o-", color=DARK, label="requests/s")
            axes.set(ylabel="requests/s")
            latency = axes.twinx()
            latency.plot(amounts, median(lambda point: point["p99"]), "s--", color=LIGHT, label="p99")
            latency.set(ylabel="p99, ms (dashed)", ylim=(0, None))
        else:
            axes.plot(amounts, median(processor), "o-", color=DARK, label="server and PostgreSQL")
            axes.plot(amounts, median(lambda point: point["own"]), "s--", color=LIGHT, label="server alone")
            axes.set(ylabel="processor time for a request, µs")
            axes.legend(frameon=False)
        axes.set(title=f"{workload} against {curve}", xlabel=curve, xscale="log")
        axes.set(**({"yscale": "log"} if curve == "tasks in a list" else {"ylim": (0, None)}))
    save(figure, results, path)


def micro(results, path):
    """How long ours takes, as a share of the other's time."""
    ratios = {
        f"{subject}\nbeside {name}": statistics.median(contestants["ours"]) / statistics.median(values)
        for subject, contestants in results["benchmarks"].items()
        for name, values in contestants.items() if name != "ours"
    }
    figure, axes = pyplot.subplots(figsize=(9, 0.6 * len(ratios) + 1.2), layout="constrained")
    bars = axes.barh(list(ratios)[::-1], list(ratios.values())[::-1], color=DARK)
    axes.bar_label(bars, fmt="%.2f", padding=3)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set(xlabel="our time as a share of the other's", xlim=(0, 1.1 * max(1, *ratios.values())))
    save(figure, results, path)


def save(figure, results, path):
    figure.suptitle(f"{OURS}, {results['surroundings']['date']}")
    figure.savefig(path, dpi=100)
    pyplot.close(figure)
