"""Which assumption matters most: each is moved down and up by itself, and the answer is watched.

Limits: one assumption at a time, so what two do together is not seen; the ranges are judgement, not evidence; and only
what is in the model can matter here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from concordat.flow.interval import Estimate
from concordat.flow.measures import ALL, Ratio, estimate_difference, list_measures
from concordat.flow.parameters import System
from concordat.flow.simulate import simulate
from concordat.flow.variants import with_arrivals_factor, with_places_factor, with_stay_factor

DEFAULT_RANGE = 0.1  # down and up, as a share of the value
LIMITS = (
    "One assumption is moved at a time, so what two of them do together is not shown; the ranges are judgement; what "
    "the model leaves out cannot matter here."
)


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption that can be moved."""

    path: str
    name: str
    move: Callable[[System, float], System]


@dataclass(frozen=True, slots=True)
class Swing:
    """What the figure becomes, less what it is, with the assumption down and up by `by` (0.1 is 10%)."""

    path: str
    name: str
    by: float
    down: Estimate
    up: Estimate

    @property
    def width(self) -> float:
        """From the lowest to the highest that the figure gets, the base included."""
        ends = [0.0, self.down.mean or 0.0, self.up.mean or 0.0]
        return max(ends) - min(ends)


@dataclass(frozen=True)
class Sensitivity:
    """The figure that was watched, what it is, and each assumption, the one that matters most first."""

    scope: str
    measure: str
    base: Estimate
    swings: tuple[Swing, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        swings = [
            {"path": one.path, "by": one.by, "down": one.down.as_dict(), "up": one.up.as_dict()} for one in self.swings
        ]
        return {"pathway": self.scope, "measure": self.measure, "base": self.base.as_dict(), "swings": swings}


def list_assumed(system: System) -> list[Assumed]:
    """What can be moved of each pathway: arrivals, the mean stay, its deviation, places. By path as in the file."""
    return [one for pathway in system.pathways for one in _of_pathway(system, pathway.name)]


def calculate_sensitivity(
    system: System,
    *,
    replications: int,
    seed: int,
    by: float = DEFAULT_RANGE,
    ranges: Mapping[str, float] | None = None,
    measure: str = "delayed_days",
    scope: str = ALL,
    threads: int = 1,
    tick: Callable[[str], None] | None = None,
) -> Sensitivity:
    """Move each assumption down and up by the share in `ranges`, or `by`, on the same draws.

    Raises ValueError for a range that is not between 0 and 1, or one for a path that cannot be moved.
    """
    assumed, ranges = list_assumed(system), dict(ranges or {})
    _check_ranges(ranges, by, [one.path for one in assumed])

    def run(changed: System) -> Ratio:
        return list_measures(simulate(changed, replications=replications, seed=seed, threads=threads))[scope][measure]

    base = run(system)
    swings = []
    for one in assumed:
        share = ranges.get(one.path, by)
        ends = [estimate_difference(run(one.move(system, factor)), base) for factor in (1 - share, 1 + share)]
        swings.append(Swing(one.path, one.name, share, ends[0], ends[1]))
        if tick:
            tick(one.path)
    ordered = tuple(sorted(swings, key=lambda swing: -swing.width))
    return Sensitivity(scope, measure, base.estimate(), ordered)


def _of_pathway(system: System, name: str) -> Iterator[Assumed]:
    stay = system.pathway(name).stay
    before = f"pathways.{name}."
    yield Assumed(
        before + "arrivals", f"{name}: arrivals", lambda changed, factor: with_arrivals_factor(changed, name, factor)
    )
    yield Assumed(
        before + "stay.mean", f"{name}: mean stay", lambda changed, factor: with_stay_factor(changed, name, factor)
    )
    if stay.distribution in ("lognormal", "gamma"):
        yield Assumed(
            before + "stay.sd",
            f"{name}: spread of stays",
            lambda changed, factor: with_stay_factor(changed, name, 1.0, factor),
        )
    yield Assumed(
        before + "capacity", f"{name}: places", lambda changed, factor: with_places_factor(changed, name, factor)
    )


def _check_ranges(ranges: Mapping[str, float], by: float, paths: list[str]) -> None:
    for path, share in {"": by, **ranges}.items():
        if not 0 < share < 1:
            raise ValueError(
                f"A range of {share:.0%}{' for ' + path if path else ''} cannot be; write more than 0, under 100."
            )
        if path and path not in paths:
            raise ValueError(f"No assumption is called {path!r}; there are {', '.join(paths)}.")
