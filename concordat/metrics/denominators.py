"""Denominators: the people of a place in the middle of a period's calendar year, or the days of the period.

A population is taken only for the year that it was estimated for, never for a neighbouring one; where it is not held,
the reason stands in its place.
"""

from collections.abc import Collection
from functools import cache

from concordat.metrics.definition import DenominatorFrom
from concordat.metrics.value import Where
from concordat.metrics.whereabouts import codes_of
from concordat.periods import Period
from concordat.places.area import VINTAGES, Area
from concordat.places.population import ADULTS, EVERYONE, OLDER, Missing, population
from concordat.places.vintage import areas

_AGES = {"adults": ADULTS, "older": OLDER, "everyone": EVERYONE}
# The estimates of a year stand on these boundaries; those of mid-2017 were made anew on those of 2019.
_BOUNDARIES = {2017: 2019, 2019: 2019, 2020: 2020}


def calculate_denominator(
    kind: DenominatorFrom, where: Where, period: Period, counted: Collection[str] = ()
) -> float | Missing:
    """People or days for one period. `counted`: in a region, only councils with one of these codes have a figure, so
    that the people of others do not count."""
    if kind == "days":
        return float((period.last_day - period.first_day).days + 1)
    if kind not in _AGES:
        return Missing("The source gives no denominator.")
    return _people(where, period.first_day.year, kind, frozenset(counted))


@cache
def _people_of_area(area: Area, year: int, kind: str) -> int | Missing:
    return population(area, year, _AGES[kind])


def _people(where: Where, year: int, kind: str, counted: frozenset[str]) -> float | Missing:
    if isinstance(where, Area):
        found = _people_of_area(where, year, kind)
        return found if isinstance(found, Missing) else float(found)
    if where.kind not in ("england", "region"):
        return Missing(f"No population by age is held for {where.name}.")
    total = 0.0
    for area in areas(_BOUNDARIES.get(year, VINTAGES[-1])):
        if (where.kind == "region" and area.region != where.name) or (counted and not codes_of(area) & counted):
            continue
        found = _people_of_area(area, year, kind)
        if isinstance(found, Missing):
            return found
        total += found
    return total
