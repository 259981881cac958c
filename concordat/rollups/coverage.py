"""Coverage: which places of a group returned, which are missing or late, and how many people that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from concordat.places.area import Area
from concordat.returns.place_return import Return

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Group:
    """A set of places that is rolled up: its name, and the share of each place's people that is in it."""

    kind: str
    name: str
    shares: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Named:
    """A place behind a number, with the share of it that counts."""

    slug: str
    name: str
    share: Decimal = WHOLE


@dataclass(frozen=True, slots=True)
class Weights:
    """People by place, for a share of population, and whose estimate they are."""

    people: Mapping[str, int]
    basis: str


@dataclass(frozen=True)
class Coverage:
    """How much of a group its returns stand for.

    `population` is the share of the group's people who live in places that returned, 0 to 1, or None where no place
    of the group has a population; `basis` says whose estimate that is, `uncounted` which places it leaves out.
    `unready` are those among the returned whose return could not be submitted as it stands: begun, or at odds with the
    form. Their figures count, and whoever reads them should know.
    """

    returned: tuple[Named, ...]
    missing: tuple[Named, ...]
    late: tuple[tuple[Named, int], ...]  # days after the day it was due
    undated: tuple[Named, ...]  # returned, and nothing says when
    due: date | None
    population: float | None
    basis: str
    uncounted: tuple[Named, ...] = ()
    unready: tuple[Named, ...] = ()

    @property
    def expected(self) -> int:
        return len(self.returned) + len(self.missing)

    def __str__(self) -> str:
        people = "" if self.population is None else f", {format_share(self.population)} of population"
        unready = f"; {len(self.unready)} cannot be submitted yet" if self.unready else ""
        return f"{len(self.returned)} of {self.expected} areas{people}{unready}"


def calculate_coverage(
    returns: Sequence[Return],
    due: date | None,
    group: Group,
    areas: Iterable[Area],
    weights: Weights,
    unready: frozenset[str] = frozenset(),
) -> Coverage:
    """The coverage of a group by its returns; `unready` are the places whose return bars submission, by slug."""
    by_slug = {ret.place.slug: ret for ret in returns if ret.place}
    expected = [Named(area.slug, area.name, group.shares[area.slug]) for area in areas if area.slug in group.shares]
    returned = tuple(named for named in expected if named.slug in by_slug)
    late, undated = [], []
    for named in returned:
        submitted = by_slug[named.slug].submitted
        if submitted is None:
            undated.append(named)
        elif due and submitted > due:
            late.append((named, (submitted - due).days))
    people = {
        named.slug: float(named.share) * weights.people[named.slug]
        for named in expected
        if named.slug in weights.people
    }
    everyone = sum(people.values())
    return Coverage(
        returned=returned,
        missing=tuple(named for named in expected if named.slug not in by_slug),
        late=tuple(sorted(late, key=lambda pair: -pair[1])),
        undated=tuple(undated),
        due=due,
        population=sum(people.get(named.slug, 0) for named in returned) / everyone if everyone else None,
        basis=weights.basis,
        uncounted=tuple(named for named in expected if named.slug not in weights.people),
        unready=tuple(named for named in returned if named.slug in unready),
    )


def format_share(share: float | Decimal) -> str:
    """A share as per cent: whole, but never 0% of something or 100% of nearly all."""
    if 0 < share < 0.0005:
        return "under 0.1%"
    if 0.9995 < share < 1:
        return "over 99.9%"
    if 0 < share < 0.01 or 0.99 < share < 1:
        return f"{100 * share:.1f}%"
    return f"{100 * share:.0f}%"
