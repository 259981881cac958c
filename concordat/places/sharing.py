"""Sharing figures of commissioners out to places, by where people live.

A CCG's money or activity belongs to the people it serves; its share for a place is the share of its residents who
live there. Residence is not registration: a CCG serves the patients of its practices, some of whom live elsewhere,
so a figure shared out here is an estimate and says so where it is shown.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Generic, Literal, TypeVar

from concordat.findings import Finding, Severity
from concordat.money import PENNY, share_out
from concordat.places.area import Area, NotHeld
from concordat.places.commissioner import MID_YEARS, Commissioner, commissioner_index, commissioners
from concordat.places.names import say_closest
from concordat.places.vintage import area_by_council, areas

N = TypeVar("N", float, Decimal)
Weight = Literal["all", "65+"]


@dataclass(frozen=True, slots=True)
class AreaShare(Generic[N]):
    """What an area gets. `value` is None where no commissioner given reaches it; `covered` is the share, 0 to 1, of
    its residents whom those given serve: below 1 the value is part of the picture only."""

    area: Area
    value: N | None
    covered: float


@dataclass(frozen=True, slots=True)
class SharedOut(Generic[N]):
    """Every area of the vintage, by name; the share of England covered; what found no place, and why."""

    shares: tuple[AreaShare[N], ...]
    covered: float
    unplaced: Mapping[str, N]
    findings: tuple[Finding, ...]
    basis: str


def share_to_areas(figures: Mapping[str, float], vintage: int, *, by: Weight = "all") -> SharedOut[float]:
    """Share counts (or any additive figures, never rates) of commissioners out to areas by residents.

    `figures`: a commissioner's ONS code, ODS code or name to its figure; in 2022 an ICB or a sub-ICB location. `by`
    weighs with residents of all ages or of 65 and over (published for CCGs only). The shares of each figure add up
    to it. A name that is unknown, ambiguous or counted before gives a finding and stands in `unplaced`. Shares are
    by residence, not by GP registration. Raises NotHeld where the vintage has no table (2017, 2018, 2019 and 2022 do).
    """
    return _share(figures, vintage, by, _problem_of_count, lambda v, weights: [v * w / sum(weights) for w in weights])


def share_money_to_areas(figures: Mapping[str, Decimal], vintage: int, *, by: Weight = "all") -> SharedOut[Decimal]:
    """As `share_to_areas`, for pounds: the shares of each amount add up to it, to the penny."""
    return _share(figures, vintage, by, _problem_of_money, share_out)


def _share(
    figures: Mapping[str, N],
    vintage: int,
    by: Weight,
    problem_of: Callable[[N], str | None],
    divide: Callable[[N, list[int]], list[N]],
) -> SharedOut[N]:
    total = _residents_by_area(vintage, by)
    placed, findings = _place(figures, vintage, problem_of)
    values: dict[str, N] = {}
    reached: dict[str, int] = defaultdict(int)
    for name, commissioner in placed.items():
        weights = _weights(commissioner, vintage, by)
        for slug, value in zip(weights, divide(figures[name], list(weights.values())), strict=True):
            values[slug] = values[slug] + value if slug in values else value
            reached[slug] += weights[slug]
    shares = tuple(AreaShare(a, values.get(a.slug), reached[a.slug] / total[a.slug]) for a in areas(vintage))
    unplaced = {name: value for name, value in figures.items() if name not in placed}
    covered = sum(reached.values()) / sum(total.values())
    return SharedOut(shares, covered, unplaced, tuple(findings), _basis(vintage, by))


def _place(
    figures: Mapping[str, N], vintage: int, problem_of: Callable[[N], str | None]
) -> tuple[dict[str, Commissioner], list[Finding]]:
    """Each name's commissioner; names without one, figures that are none and what would count twice give findings."""
    placed: dict[str, Commissioner] = {}
    findings = []
    for name, value in figures.items():
        found = commissioner_index(vintage).named(name)  # a part of a name would risk the wrong one
        if len(found) != 1:
            findings.append(_unknown(name, found, vintage))
        elif problem := problem_of(value):
            findings.append(_finding("not-a-figure", name, problem, "Correct the figure and share out again."))
        elif clash := _counted_before(found[0], placed):
            findings.append(
                _finding(
                    "commissioner-counted-twice",
                    name,
                    f"{name!r} covers people whom {clash!r} covers already; its figure is left out.",
                    "Give each commissioner once: an ICB or its locations, never both.",
                )
            )
        else:
            placed[name] = found[0]
    return placed, findings


def _counted_before(one: Commissioner, placed: Mapping[str, Commissioner]) -> str | None:
    for name, other in placed.items():
        nested = one.footprint == other.footprint and one.kind != other.kind  # an ICB and a location of its own
        if one == other or nested:
            return name
    return None


def _unknown(name: str, found: list[Commissioner], vintage: int) -> Finding:
    if found:
        said = f"{name!r} may mean {' or '.join(one.name for one in found)}"
    else:
        hint = _hint(name, vintage)
        said = f"No commissioner of {vintage} is called {name!r}{'; ' + hint if hint else ''}"
    remedy = "Write the ODS code, the ONS code or the full name; until then the figure reaches no place."
    return _finding("unknown-commissioner", name, f"{said}.", remedy)


@lru_cache(maxsize=1000)
def _hint(name: str, vintage: int) -> str:
    """What an unknown name is like; kept, since the same names are unknown in every month that is shared out."""
    return say_closest(commissioner_index(vintage).closest(name))


def _finding(code: str, where: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.EXPLAIN, where, message, remedy)


def _problem_of_count(value: float) -> str | None:
    return None if math.isfinite(value) else f"{value} is not a figure that can be shared out."


def _problem_of_money(value: Decimal) -> str | None:
    if value.is_finite() and value == value.quantize(PENNY):
        return None
    return f"{value} is not an amount in pounds and whole pence."


@cache
def _residents_by_area(vintage: int, by: Weight) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for one in commissioners(vintage):
        for slug, people in _weights(one, vintage, by).items():
            total[slug] += people
    return total


def _weights(one: Commissioner, vintage: int, by: Weight) -> dict[str, int]:
    """Slug of each area to how many residents of it the commissioner serves."""
    home = area_by_council(vintage)
    weights: dict[str, int] = defaultdict(int)
    for part in one.residents:
        people = part.people if by == "all" else part.over_65
        if people is None:
            raise NotHeld(f"Residents of 65 and over by commissioner are not held for {vintage}; share by all ages.")
        weights[home[part.council].slug] += people
    return weights


def _basis(vintage: int, by: Weight) -> str:
    whom = "residents of all ages" if by == "all" else "residents aged 65 and over"
    return f"Shared out by {whom}, mid-{MID_YEARS[vintage]} estimates; by residence, not by registration with a GP."
