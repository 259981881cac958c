"""One pathway with few places and with many: what each number of places comes to, with its spread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from concordat.flow.interval import Estimate
from concordat.flow.measures import ALL, Ratio, list_measures
from concordat.flow.parameters import System
from concordat.flow.simulate import simulate
from concordat.flow.variants import find_pathway, with_places

LOW, HIGH = 0.1, 0.9  # eight of ten runs lie between
MOST = 200  # numbers of places in one sweep
OF_ALL = ("share_of_beds", "cost")


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over the runs: its mean with the 95% interval of that mean, and between what eight of ten runs lie.

    The interval narrows with more replications; the band does not: it is how much one winter differs from another.
    """

    estimate: Estimate
    low: float | None
    high: float | None

    def as_dict(self) -> dict[str, float | None]:
        return {**self.estimate.as_dict(), "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """What so many places come to: figures of the pathway, and of all pathways those that only make sense of all."""

    places: int
    figures: Mapping[str, Spread]


@dataclass(frozen=True)
class Sweep:
    """The points by places, fewest first."""

    pathway: str
    points: tuple[SweepPoint, ...]


def sweep_places(
    system: System,
    pathway: str,
    places: Sequence[int],
    *,
    replications: int,
    seed: int,
    since: date | int | None = None,
    threads: int = 1,
    tick: Callable[[str], None] | None = None,
) -> Sweep:
    """Run the system with each number of places in the pathway from `since` on; the same people come each time."""
    name = find_pathway(system, pathway).name
    if len(places) > MOST:
        raise ValueError(
            f"{len(places)} numbers of places are too many to run; choose a larger step, for {MOST} at most."
        )
    if not places or min(places) < 0:
        raise ValueError("A sweep goes from 0 or more places upwards; write --from less than --to.")
    points = []
    for count in sorted(set(places)):
        result = simulate(
            with_places(system, name, count, since), replications=replications, seed=seed, threads=threads
        )
        known = list_measures(result)
        figures = known[name] | {key: ratio for key, ratio in known[ALL].items() if key in OF_ALL}
        points.append(SweepPoint(count, {key: spread_of(ratio) for key, ratio in figures.items()}))
        if tick:
            tick(f"{count} places")
    return Sweep(name, tuple(points))


def spread_of(ratio: Ratio) -> Spread:
    """The mean of a figure, its interval, and its band over replications."""
    values = ratio.by_replication
    if np.isnan(values).all():
        return Spread(ratio.estimate(), None, None)
    low, high = np.nanquantile(values, [LOW, HIGH])
    return Spread(ratio.estimate(), float(low), float(high))
