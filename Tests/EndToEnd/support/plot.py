"""The picture of a soak: memory, descriptors and work over time, with every fault marked."""
import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot  # noqa: E402 - after the choice of a backend without a display


def draw(sampler, path, options):
    """Writes a PNG."""
    samples = sampler.samples
    minutes = [sample.seconds / 60 for sample in samples]
    rates = [
        max(0, after.acknowledged - before.acknowledged) / (after.seconds - before.seconds)
        for before, after in zip(samples, samples[1:])
    ]
    figure, (memory, descriptors, work) = pyplot.subplots(
        3, 1, sharex=True, figsize=(10, 7.5), height_ratios=(2, 2, 1.2), layout="constrained"
    )
    memory.plot(minutes, [sample.memory / 1024**2 for sample in samples], color="black")
    memory.set(ylabel="resident memory (MiB)", ylim=(0, 1.2 * max(sample.memory for sample in samples) / 1024**2))
    descriptors.plot(minutes, [sample.descriptors for sample in samples], color="black")
    descriptors.set(ylabel="open descriptors", ylim=(0, 1.2 * max(sample.descriptors for sample in samples)))
    work.plot(minutes[1:], rates, color="black", linewidth=0.8)
    work.set(ylabel="acknowledged\nwrites / s", ylim=(0, None), xlabel="minutes")
    colours = pyplot.get_cmap("tab20")
    names = sorted({name for name, _, _ in sampler.faults})
    for name, began, end in sampler.faults:
        for axes in (memory, descriptors, work):
            axes.axvspan(began / 60, end / 60, color=colours(names.index(name)), alpha=0.6, linewidth=0)
    patches = [pyplot.Rectangle((0, 0), 1, 1, color=colours(index), alpha=0.6) for index in range(len(names))]
    figure.legend(patches, names, loc="outside lower center", ncols=4, frameon=False, title="faults")
    figure.suptitle(f"TodoServer under load and {len(sampler.faults)} faults, {options.minutes:g} minutes, seed {options.seed}")
    figure.savefig(path, dpi=100)
