"""From CCG to place: admissions that commissioners report, shared out to areas by where people live.

Non-elective admissions are counted by commissioner; the metric of a place is what its residents had. The share of a
commissioner that an area gets is the share of its residents who live there (`concordat.places.sharing`), by residence,
not by registration with a GP. The table is that of the year: whatever finds no area is listed with the reason, and
what is shared out and what is not add up to what was given.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from concordat.periods import FinancialYear, Month, Period, Quarter
from concordat.places.area import Area, NotHeld
from concordat.places.population import Missing, population
from concordat.places.sharing import AreaShare, share_to_areas

PER = 100_000
FIRST_MONTH, LAST_MONTH = Month(2013, 4), Month(2020, 3)  # CCGs whose areas a table tells
EARLIEST_TABLE = 2017

# CCGs that merged whole before the first table: their figures go to the one that they became. Monthly Activity Return:
# the left stop, the right begins, in April of the year.
MERGED = {
    "13T": ("00F", "00G", "00H"),  # Newcastle Gateshead, April 2015
    "14L": ("00W", "01M", "01N"),  # Manchester, April 2017
}
NO_PLACE = {
    "X24": "This is NHS England itself, which commissions specialised and other services for no one place.",
    "YDD82": "The National Commissioning Group bought services for all of England, for no one place.",
}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A figure that reaches no area, and why."""

    commissioner: str
    figure: float
    reason: str


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """What each area gets of one period's figures.

    `shares` is by the area's slug on the boundaries of `vintage`; a share's `covered`, 0 to 1, is how many of the
    area's residents the commissioners given serve. `covered` is that of England. `missing` says why no area has a
    figure at all; everything is then in `unplaced`.
    """

    period: Period
    vintage: int | None
    shares: Mapping[str, AreaShare[float]]
    covered: float
    unplaced: tuple[Unplaced, ...]
    basis: str
    missing: str = ""

    @property
    def shared_out(self) -> float:
        return math.fsum(share.value for share in self.shares.values() if share.value is not None)

    @property
    def not_shared_out(self) -> float:
        return math.fsum(one.figure for one in self.unplaced)


def sharing_vintage(period: Period) -> int:
    """The table for a period: that of the year that it lies in; that of 2017 for the years from 2013-14 to 2016-17.

    Upper-tier boundaries did not move in those years, and the CCGs that merged in them merged whole. Raises NotHeld
    for periods before April 2013, when there were primary care trusts, and after March 2020.
    """
    if period.first_day < FIRST_MONTH.first_day:
        raise NotHeld(f"{period}: before April 2013 primary care trusts reported; no table says whom they served.")
    if period.last_day > LAST_MONTH.last_day:
        raise NotHeld(f"{period}: no table says which CCGs served which places after March 2020.")
    year = period.first_day.year - (period.first_day.month < 4)
    return max(year, EARLIEST_TABLE)


def area_admissions(
    figures: Mapping[Period, Mapping[str, float]], vintage: int | None = None
) -> dict[Period, AreaFigures]:
    """Admissions of areas, by period, from those of commissioners: code to figure, without any total of England.

    `vintage` takes one table for all periods instead of each period's own. Any additive figure may be given, never a
    rate. A period without a table comes with `missing`. Raises NotHeld for a vintage without a table.
    """
    return {period: _share(period, reported, vintage) for period, reported in figures.items()}


def sum_quarters(figures: Mapping[Period, Mapping[str, float]]) -> dict[Period, dict[str, float]]:
    """Quarters of commissioners' monthly figures; only those of which all three months are there."""
    quarters = {
        Quarter(FinancialYear(month.year - (month.number < 4)), (month.number - 4) % 12 // 3 + 1)
        for month in figures
        if isinstance(month, Month)
    }
    found: dict[Period, dict[str, float]] = {}
    for quarter in sorted(one for one in quarters if all(month in figures for month in one.months)):
        names = dict.fromkeys(name for month in quarter.months for name in figures[month])
        found[quarter] = {name: math.fsum(figures[m].get(name, 0.0) for m in quarter.months) for name in names}
    return found


def calculate_rate(area: Area, admissions: float, period: Period) -> float | Missing:
    """Per 100,000 people of all ages living there in the middle of the period's calendar year.

    Missing where that year's population is not held, never a neighbouring year's, and for a period over two years.
    """
    if period.first_day.year != period.last_day.year:
        return Missing(f"{period} lies in two calendar years, each with its own population; give quarters or months.")
    people = population(area, period.first_day.year)
    return people if isinstance(people, Missing) else PER * admissions / people


def _share(period: Period, reported: Mapping[str, float], vintage: int | None) -> AreaFigures:
    try:
        table = sharing_vintage(period) if vintage is None else vintage
    except NotHeld as problem:
        unplaced = tuple(Unplaced(name, figure, str(problem)) for name, figure in reported.items())
        return AreaFigures(period, None, {}, 0.0, unplaced, "Shared out to no area.", str(problem))
    shared = share_to_areas(_merge(reported), table)
    reasons = {finding.where: finding.message for finding in shared.findings}
    unplaced = tuple(
        Unplaced(name, figure, NO_PLACE.get(name, reasons.get(name, ""))) for name, figure in shared.unplaced.items()
    )
    by_slug = {share.area.slug: share for share in shared.shares}
    basis = f"{shared.basis} Commissioners and boundaries are those of {table}."
    return AreaFigures(period, table, by_slug, shared.covered, unplaced, basis)


def _merge(reported: Mapping[str, float]) -> dict[str, float]:
    """CCGs that merged later, as the one that they became; only where all of them are given, and that one is not."""
    found = dict(reported)
    for one, parts in MERGED.items():
        if one not in found and all(part in found for part in parts):
            found[one] = math.fsum(found.pop(part) for part in parts)
    return found
