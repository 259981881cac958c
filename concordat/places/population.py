"""Populations: how many people live in a place, at which ages, in the middle of a year.

The ONS mid-year estimates, persons, by single year of age; 90 stands for 90 and over. A figure is given only for a
year and boundaries that it was published for: never a neighbouring year's, never boundaries that nearly fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from concordat.places.area import Area, Council, check_vintage
from concordat.places.commissioner import MID_YEARS, Residents, commissioners
from concordat.places.read_csv import Row, check_unique, read_rows
from concordat.places.vintage import DATA, areas

YEARS = (2017, 2019, 2020)
EVERYONE = range(91)
ADULTS = range(18, 91)
OLDER = range(65, 91)

# For each vintage the estimates closest in time that were made on its boundaries.
_WEIGHT_YEARS = {2017: 2017, 2018: 2017, 2019: 2019, 2020: 2020, 2021: 2020, 2022: 2020, 2023: 2020}
_COLUMNS = ["code", *map(str, range(90)), "90+"]


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no figure, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Weights:
    """People by slug of the area, what they are in words, and the areas that have none (listed, never dropped)."""

    people: Mapping[str, int]
    basis: str
    missing: Mapping[str, str]


def population(area: Area, year: int, ages: range | None = None) -> int | Missing:
    """People living in `area` in the middle of `year`, of all ages or of `ages`, such as range(65, 91) for 65 and over.

    Missing says why there is none: a year that is not held, or boundaries that the year's estimates do not join. For
    boundaries of 2017 and 2018 that ended in 2019 only all ages and 65 and over are known. Raises ValueError for
    ages that are no run within 0 to 90.
    """
    wanted = EVERYONE if ages is None else ages
    if wanted.step != 1 or not 0 <= wanted.start < wanted.stop <= len(EVERYONE):
        raise ValueError(
            f"{wanted} is no run of ages; use range(first, last + 1) within 0 to 90, 90 being 90 and over."
        )
    if year not in YEARS:
        return Missing(f"Populations are held for mid-2017, mid-2019 and mid-2020, not for mid-{year}.")
    found = 0
    for council in area.councils:
        people = _of_council(council, area.vintage, year, wanted)
        if isinstance(people, Missing):
            return people
        found += people
    return found


@cache
def population_weights(vintage: int) -> Weights:
    """People of all ages in every area, for a share of population covered; print `basis` beside it.

    2017 and 2018: mid-2017; 2019: mid-2019; 2020 to 2023: mid-2020. For rates use `population`, of the rate's year.
    """
    year = _WEIGHT_YEARS[check_vintage(vintage)]
    people, missing = {}, {}
    for area in areas(vintage):
        found = population(area, year)
        if isinstance(found, Missing):
            missing[area.slug] = found.reason
        else:
            people[area.slug] = found
    basis = f"ONS mid-{year} population estimates, all ages, on the boundaries of {vintage}"
    return Weights(MappingProxyType(people), basis, MappingProxyType(missing))


@cache
def ages_by_code(year: int) -> dict[str, Row]:
    """ONS code to the row of people at each age; the columns are 0 to 89 and 90+."""
    return read_population(DATA / f"population_{year}.csv")


def read_population(path: Path) -> dict[str, Row]:
    """Raises DataError for missing ages, a doubled code or anything but whole numbers."""
    rows = read_rows(path, _COLUMNS)
    check_unique(rows, lambda row: row.filled("code"), "code")
    for row in rows:
        if not "".join(row.values[column] for column in _COLUMNS[1:]).isdecimal() or "" in row.values.values():
            for column in _COLUMNS[1:]:  # slow, but says where
                row.whole(column)
    return {row["code"]: row for row in rows}


def _of_council(council: Council, vintage: int, year: int, ages: range) -> int | Missing:
    table = ages_by_code(year)
    for code in (council.code, *council.other_codes):
        if code in table:
            return sum(table[code].whole(_COLUMNS[1 + age]) for age in ages)
    residents = _by_commissioner(council, vintage, year)
    if residents and ages == EVERYONE:
        return sum(part.people for part in residents)
    if residents and ages == OLDER:
        return sum(part.over_65 or 0 for part in residents)
    what, known = ("estimates by age", " Only all ages and 65 and over are known.") if residents else ("estimates", "")
    return Missing(
        f"The mid-{year} {what} are on other boundaries, which {council.name} ({council.code}) does not join.{known}"
    )


def _by_commissioner(council: Council, vintage: int, year: int) -> list[Residents]:
    """The tables of commissioners hold the same estimates, on their own year's boundaries, in two age groups."""
    if MID_YEARS.get(vintage) != year or vintage > 2019:
        return []
    return [part for one in commissioners(vintage) for part in one.residents if part.council == council.code]
