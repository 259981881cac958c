"""The number of places that costs least: hospital days of people who wait against places that stand ready.

What is counted for a pathway is the acute bed days of its people who wait, and each of its places for each day, used
or not. Few places are cheap and hospital days dear; so many that nobody ever waits stand idle on most days. In between
is the least cost. Where people may take another pathway's place, the delayed days of all pathways count.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from concordat.flow.calendar import Floats
from concordat.flow.interval import Estimate, estimate_mean
from concordat.flow.least_capacity import OutOfReach, find_least_capacity
from concordat.flow.measures import ALL, Ratio, count_place_days, estimate_difference, list_measures
from concordat.flow.parameters import System
from concordat.flow.simulate import simulate
from concordat.flow.target import Target
from concordat.flow.variants import alone, find_pathway, with_places

NO_DELAY = Target("delayed-days", 0.0)
NO_DELAY_CONFIDENCE = 0.95  # nobody waits in 19 of 20 winters: in every one cannot be promised
POINTS = 16  # of the curve that is drawn


class NoCosts(ValueError):
    """The file lacks a cost that the answer needs; the message says which."""


@dataclass(frozen=True, slots=True)
class CostPoint:
    """What so many places cost over the measured days, in pounds, and the delayed days that remain."""

    places: int
    total: Estimate
    bed_days: float
    place_days: float
    delayed_days: float

    def as_dict(self) -> dict[str, object]:
        """For JSON; `bed_days` and `place_days` are pounds."""
        parts = {"bed_days": self.bed_days, "place_days": self.place_days, "delayed_days": self.delayed_days}
        return {"places": self.places, "total": self.total.as_dict(), **parts}


@dataclass(frozen=True)
class LeastCost:
    """The cheapest number of places, what is planned, and that with which nobody waits in 19 of 20 winters.

    `about` are the fewest and most places of the curve whose cost cannot be told from the least. `as_it_is` has the
    mean places of the days, where they change by date. `no_delay` is None where people wait however many there are.
    """

    pathway: str
    points: tuple[CostPoint, ...]
    least: CostPoint
    about: tuple[int, int]
    as_it_is: CostPoint
    no_delay: CostPoint | None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        marked = {"least": self.least, "as_it_is": self.as_it_is, "no_delay": self.no_delay}
        points = [one.as_dict() for one in self.points]
        told = {name: None if one is None else one.as_dict() for name, one in marked.items()}
        return {"pathway": self.pathway, **told, "about": list(self.about), "points": points}

    @property
    def price_of_no_delay(self) -> float | None:
        """How much more no delay costs than the least, in pounds."""
        if self.no_delay is None or self.no_delay.total.mean is None or self.least.total.mean is None:
            return None
        return self.no_delay.total.mean - self.least.total.mean


@dataclass
class _Priced:
    """Runs by number of places, each made once and priced."""

    system: System
    pathway: str
    bed: float
    place: float
    replications: int
    seed: int
    threads: int
    tick: Callable[[str], None] | None
    delayed: dict[int, Floats] = field(default_factory=dict)
    open_days: dict[int, float] = field(default_factory=dict)

    def total(self, places: int) -> Floats:
        """Pounds by replication."""
        if places not in self.delayed:
            changed = with_places(self.system, self.pathway, places)
            self.delayed[places] = self.run(changed)
            self.open_days[places] = count_place_days(changed, self.pathway)
            if self.tick:
                self.tick(f"{places} places")
        return self.bed * self.delayed[places] + self.place * self.open_days[places]

    def run(self, system: System) -> Floats:
        """Delayed days by replication."""
        result = simulate(system, replications=self.replications, seed=self.seed, threads=self.threads)
        scope = ALL if self.system.needs_events else self.pathway
        return list_measures(result)[scope]["delayed_days"].above

    def point(self, places: int) -> CostPoint:
        self.total(places)
        return self.price(places, self.delayed[places], self.open_days[places])

    def as_it_is(self) -> CostPoint:
        open_days = count_place_days(self.system, self.pathway)
        days = self.system.days - self.system.warm_up_days
        return self.price(round(open_days / days), self.run(self.system), open_days)

    def price(self, places: int, delayed: Floats, open_days: float) -> CostPoint:
        total, waited = estimate_mean(self.bed * delayed + self.place * open_days), float(delayed.mean())
        return CostPoint(places, total, self.bed * waited, self.place * open_days, waited)

    def mean(self, places: int) -> float:
        return float(self.total(places).mean())

    def is_like(self, places: int, other: int) -> bool:
        """Whether two costs cannot be told apart, on the same people."""
        ones = np.ones(self.replications)
        found = estimate_difference(Ratio(self.total(places), ones), Ratio(self.total(other), ones))
        return found.lower is None or found.upper is None or found.lower <= 0 <= found.upper


def find_least_cost(
    system: System,
    pathway: str,
    *,
    replications: int,
    seed: int,
    threads: int = 1,
    tick: Callable[[str], None] | None = None,
) -> LeastCost:
    """The cheapest number of places of one pathway, the others as they are. Raises NoCosts where a cost is missing."""
    chosen = find_pathway(system, pathway)
    bed, place = read_costs(system, chosen.name)
    priced = _Priced(alone(system, chosen.name), chosen.name, bed, place, replications, seed, threads, tick)
    no_delay = _find_no_delay(priced)
    least = _find_bottom(priced.mean, no_delay if no_delay is not None else _find_end(priced))
    curve = sorted({*_grid(least, no_delay), *priced.delayed})
    drawn = [places for places in curve if _is_in_picture(places, least, no_delay)]
    points = tuple(priced.point(places) for places in drawn)
    like = [one.places for one in points if priced.is_like(one.places, least)]
    return LeastCost(
        chosen.name,
        points,
        priced.point(least),
        (min(like), max(like)),
        priced.as_it_is(),
        None if no_delay is None else priced.point(no_delay),
    )


def read_costs(system: System, pathway: str) -> tuple[float, float]:
    """(pounds of an acute bed day, of a place for a day). Raises NoCosts naming what is missing."""
    bed, place = system.costs.acute_bed_day, system.costs.place_day.get(pathway)
    missing = [
        *(["costs.acute_bed_day"] if bed is None else []),
        *([f"costs.place_day.{pathway}"] if place is None else []),
    ]
    if bed is None or place is None:
        raise NoCosts(f"The file does not say {' and '.join(missing)}; add it, in pounds a day. Nothing is assumed.")
    return bed, place


def _find_no_delay(priced: _Priced) -> int | None:
    try:
        return find_least_capacity(
            priced.system,
            priced.pathway,
            NO_DELAY,
            confidence=NO_DELAY_CONFIDENCE,
            replications=priced.replications,
            seed=priced.seed,
            threads=priced.threads,
            tick=priced.tick,
        ).places
    except OutOfReach:
        return None


def _find_end(priced: _Priced) -> int:
    """So many places that more cost more: twice as many as now, and again while that is cheaper."""
    end = max(max(one.places for one in find_pathway(priced.system, priced.pathway).changes), 1)
    while priced.mean(end * 2) < priced.mean(end):
        end *= 2
    return end * 2


def _find_bottom(cost: Callable[[int], float], high: int) -> int:
    """The cheapest count between 0 and `high`, of a cost that falls and then rises."""
    low = 0
    while low < high:
        middle = (low + high) // 2
        if cost(middle) <= cost(middle + 1):
            high = middle
        else:
            low = middle + 1
    return low


def _grid(least: int, no_delay: int | None) -> list[int]:
    reach = _reach(least, no_delay)
    return [int(one) for one in np.unique(np.linspace(max(least - reach, 0), least + reach, POINTS).round())]


def _is_in_picture(places: int, least: int, no_delay: int | None) -> bool:
    return abs(places - least) <= _reach(least, no_delay)


def _reach(least: int, no_delay: int | None) -> int:
    """How far to both sides the curve is drawn: to no delay, or half as many places again."""
    return max((no_delay if no_delay is not None else least * 3 // 2) - least, 4)
