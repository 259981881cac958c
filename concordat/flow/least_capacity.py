"""The fewest places with which a target is met, and how sure that is.

Each replication is a winter that may come. More places never lengthen a wait under first come, first served with the
same draws, so whoever meets the target with some places meets it with more, and the least number is found by halving.
`confidence` is the share of winters in which the target has to be met; half of them is the even chance, near to the
target being met on average. How far the answer hangs on the number of replications is told by a 95% Wilson interval
of that share: `fewest` and `most` are the least places where its upper and its lower end reach the confidence.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from scipy.stats import binomtest

from concordat.flow.interval import Estimate, estimate_mean
from concordat.flow.measures import ALL
from concordat.flow.parameters import MOST_PLACES, System
from concordat.flow.simulate import simulate
from concordat.flow.target import Target, calculate_target, is_met
from concordat.flow.variants import alone, find_pathway, with_places


class OutOfReach(ValueError):
    """No number of places meets the target; the message says what remains with as many as anyone can use."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One number of places: the target's figure over the runs, and in what share of them the target was met."""

    places: int
    value: Estimate
    met: int
    replications: int

    @property
    def share(self) -> float:
        """Of replications in which the target was met."""
        return self.met / self.replications

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95% interval of that share."""
        found = binomtest(self.met, self.replications).proportion_ci(0.95, method="wilson")
        return float(found.low), float(found.high)


@dataclass(frozen=True)
class LeastCapacity:
    """The answer, what was asked, and everything that was tried on the way, fewest places first.

    `on_average` is the least number with which the figure's mean over the winters meets the target, `most` and it are
    None where none does. `is_certain_order` is False where an engine served that may let more places do harm.
    """

    pathway: str
    target: Target
    confidence: float
    places: int
    fewest: int
    most: int | None
    on_average: int | None
    now: int
    tried: tuple[Tried, ...]
    is_certain_order: bool

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        tried = [
            {"places": one.places, "share": one.share, "interval": list(one.interval), "value": one.value.as_dict()}
            for one in self.tried
        ]
        asked = {"pathway": self.pathway, "target": str(self.target), "confidence": self.confidence}
        answer = {"places": self.places, "fewest": self.fewest, "most": self.most, "on_average": self.on_average}
        return {**asked, **answer, "planned": self.now, "tried": tried}


@dataclass
class _Trials:
    """Runs by number of places, each made once."""

    system: System
    pathway: str
    target: Target
    scope: str
    since: date | int | None
    replications: int
    seed: int
    threads: int
    tick: Callable[[str], None] | None
    known: dict[int, Tried] = field(default_factory=dict)

    def of(self, places: int) -> Tried:
        if places not in self.known:
            self.known[places] = self._run(places)
            if self.tick:
                self.tick(f"{places} places")
        return self.known[places]

    def _run(self, places: int) -> Tried:
        result = simulate(
            with_places(self.system, self.pathway, places, self.since),
            replications=self.replications,
            seed=self.seed,
            threads=self.threads,
            keep_waits=self.target.kind == "wait",
        )
        values = calculate_target(self.target, result, self.scope)
        return Tried(
            places, estimate_mean(values[~np.isnan(values)]), int(is_met(self.target, values).sum()), self.replications
        )

    def is_met_on_average(self, places: int) -> bool:
        mean = self.of(places).value.mean
        return mean is None or mean <= self.target.limit

    def find_ceiling(self, start: int, confidence: float) -> int:
        """Places that surely meet the target, or so many that twice as many change nothing any more."""
        ceiling = start
        while self.of(ceiling).interval[0] < confidence or not self.is_met_on_average(ceiling):
            before = self.of(ceiling)
            if ceiling * 2 > MOST_PLACES:
                break
            ceiling *= 2
            if (before.value, before.met) == (self.of(ceiling).value, self.of(ceiling).met):
                break
        return ceiling


def find_least_capacity(
    system: System,
    pathway: str,
    target: Target,
    *,
    confidence: float = 0.5,
    scope: str | None = None,
    since: date | int | None = None,
    replications: int,
    seed: int,
    threads: int = 1,
    tick: Callable[[str], None] | None = None,
) -> LeastCapacity:
    """The fewest places of `pathway`, from `since` on, with which `target` is met in `confidence` of the winters.

    The target is about the pathway itself, or about all of them (`scope`=ALL; a share of beds always is). Raises
    OutOfReach where no number does, and ValueError for a confidence that is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence:g} cannot be had; write one between 0 and 1, such as 0.8.")
    chosen = find_pathway(system, pathway)
    of_all = target.kind == "share-of-beds" or scope == ALL
    trials = _Trials(
        system if of_all else alone(system, chosen.name),
        chosen.name,
        target,
        ALL if of_all else chosen.name,
        since,
        replications,
        seed,
        threads,
        tick,
    )
    now = chosen.changes[-1].places
    ceiling = trials.find_ceiling(max(now, 1), confidence)
    if trials.of(ceiling).share < confidence:
        raise OutOfReach(_say_out_of_reach(chosen.name, target, trials.of(ceiling)))
    places = _bisect(lambda count: trials.of(count).share >= confidence, ceiling) or 0
    return LeastCapacity(
        chosen.name,
        target,
        confidence,
        places,
        fewest=_bisect(lambda count: trials.of(count).interval[1] >= confidence, places) or 0,
        most=_bisect(lambda count: trials.of(count).interval[0] >= confidence, ceiling),
        on_average=_bisect(trials.is_met_on_average, ceiling),
        now=now,
        tried=tuple(trials.known[count] for count in sorted(trials.known)),
        is_certain_order=not system.needs_events,
    )


def _bisect(holds: Callable[[int], bool], ceiling: int) -> int | None:
    """The least count for which `holds`; None where it does not even at the ceiling."""
    if not holds(ceiling):
        return None
    low, high = 0, ceiling
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high


def _say_out_of_reach(name: str, target: Target, most: Tried) -> str:
    left = most.value.mean or 0.0
    shown = f"{left:.1%} of beds" if target.kind == "share-of-beds" else f"{left:,.1f}"
    return (
        f"No number of places in {name} meets the target, {target}: with {most.places:,} places {shown} remain on "
        f"average, and it is met in {most.share:.0%} of the runs. What remains comes from other pathways or from those "
        "who wait at the start; change those, or the target."
    )
