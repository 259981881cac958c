"""A CCG's plan against its places' ambitions: the plan shared out to areas, set beside what each area means to reach.

Both should say the same, and often do not: the CCG plans for the patients of its practices, the place for its
residents. What cannot be compared is listed with the reason, never dropped.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concordat.metrics.ambition import Ambition, find_ambition
from concordat.metrics.from_ccg import AreaFigures, Unplaced, area_admissions, calculate_rate
from concordat.periods import Period
from concordat.places.area import Area, NotHeld
from concordat.places.population import Missing

COUNT = "admissions"  # the unit of an ambition that is a count
RATE = "per 100,000"  # stands in the unit of one that is a rate
LEAST_COVERED = 0.99  # of an area's residents: with less the plan is part of the picture only


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """One area: its part of the plan and its ambition, both in `unit`.

    `covered`, 0 to 1, is how many of its residents the CCGs given serve. `difference` is plan less ambition, None
    where the two cannot be compared; `why` then says so.
    """

    area: Area
    plan: float | None
    ambition: float | None
    unit: str
    covered: float
    difference: float | None
    why: str = ""

    @property
    def relative(self) -> float | None:
        """The difference as a share of the ambition."""
        return self.difference / self.ambition if self.difference is not None and self.ambition else None


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """Every area that the plan or an ambition reaches, by name; what found no area; the basis in words."""

    period: Period
    areas: tuple[AreaPlan, ...]
    unplaced: tuple[Unplaced, ...]
    strangers: tuple[Ambition, ...]
    covered: float
    basis: str

    @property
    def compared(self) -> tuple[AreaPlan, ...]:
        return tuple(one for one in self.areas if one.difference is not None)


def compare_plan(
    plan: Mapping[str, float],
    ambitions: Iterable[Ambition],
    period: Period,
    *,
    metric: str = "non-elective-admissions",
    vintage: int | None = None,
    least_covered: float = LEAST_COVERED,
) -> PlanComparison:
    """Compare CCGs' plans, code or name to count, with places' ambitions for the same period.

    An ambition in admissions is compared as it is, one per 100,000 by the population of the year, where that is held.
    An area of whose residents the CCGs serve less than `least_covered` is not compared. `strangers` are ambitions of
    places that the boundaries do not have. Raises NotHeld where no table says whom the CCGs serve in that period, and
    ValueError for a plan below 0.
    """
    for name, figure in plan.items():
        if figure < 0:
            raise ValueError(f"The plan of {name} is {figure:g}; a plan of admissions is 0 or more.")
    shared = area_admissions({period: plan}, vintage)[period]
    if shared.missing:
        raise NotHeld(shared.missing)
    given = [one for one in ambitions if one.metric == metric]
    rows = tuple(
        row
        for slug, share in shared.shares.items()
        if (row := _compare(share.area, shared, find_ambition(given, metric, slug, period), least_covered))
    )
    strangers = tuple(one for one in given if one.place not in shared.shares)
    return PlanComparison(period, rows, shared.unplaced, strangers, shared.covered, shared.basis)


def _compare(area: Area, shared: AreaFigures, ambition: Ambition | None, least: float) -> AreaPlan | None:
    share = shared.shares[area.slug]
    if share.value is None and ambition is None:
        return None
    plan, why = _in_unit_of(ambition, area, share.value, shared.period)
    unit = ambition.unit if ambition else COUNT
    target = ambition.target if ambition else None
    why = why or _why_not(share.value, share.covered, ambition, shared.period, least)
    difference = None if why or plan is None or target is None else plan - target
    return AreaPlan(area, plan, target, unit, share.covered, difference, why)


def _in_unit_of(ambition: Ambition | None, area: Area, plan: float | None, period: Period) -> tuple[float | None, str]:
    """The plan in the unit of the ambition, or why it cannot be given in it."""
    if ambition is None or plan is None or ambition.unit == COUNT:
        return plan, ""
    if RATE not in ambition.unit:
        return None, f"The ambition is in {ambition.unit}; write it in {COUNT} or {RATE}."
    rate = calculate_rate(area, plan, period)
    return (None, rate.reason) if isinstance(rate, Missing) else (rate, "")


def _why_not(plan: float | None, covered: float, ambition: Ambition | None, period: Period, least: float) -> str:
    if ambition is None:
        return "No ambition is given for this place and period."
    if ambition.target is None:
        return f"Target unknown: {ambition.note}"
    if ambition.period != period:
        return f"The ambition is for {ambition.period}, the plan for {period}."
    if plan is None:
        return "None of the CCGs given serves this place."
    if covered < least and not math.isclose(covered, least):
        return f"The CCGs given serve {covered:.1%} of its residents; their plan is part of the picture only."
    return ""
