"""Footprints: the geographies above a place (England, region, STP, ICB) and how much of each place is in them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from concordat.places.area import Area, NotHeld, check_vintage, place_types
from concordat.places.commissioner import Commissioner, commissioners, footprint_rows
from concordat.places.find import UnknownPlace
from concordat.places.names import NameIndex, say_closest
from concordat.places.vintage import area_by_council, area_by_slug, areas, region_names

FOOTPRINT_KINDS = ("england", "region", "stp", "icb")
ENGLAND = ("E92000001", "England")


@dataclass(frozen=True, slots=True)
class Footprint:
    """A geography made of places. `shares`: slug of an area to the share of its residents inside, above 0, up to 1.

    STPs and ICBs are made of commissioners, so they may cut a place; a region or England never does.
    """

    kind: str
    code: str
    ods: str
    name: str
    vintage: int
    shares: Mapping[str, float]


@cache
def footprints(kind: str, vintage: int) -> tuple[Footprint, ...]:
    """Footprints of a kind (england, region, stp, icb) by name.

    STPs are held for 2017 to 2019, ICBs for 2022. Raises NotHeld for other years, ValueError for another kind.
    """
    if kind not in FOOTPRINT_KINDS:
        raise ValueError(f"{kind!r} is no kind of footprint; write one of {', '.join(FOOTPRINT_KINDS)}.")
    every = areas(check_vintage(vintage))
    if kind == "england":
        shares = MappingProxyType({area.slug: 1.0 for area in every})
        return (Footprint("england", ENGLAND[0], "", ENGLAND[1], vintage, shares),)
    found = _regions(vintage) if kind == "region" else _of_commissioners(kind, vintage)
    return tuple(sorted(found, key=lambda footprint: footprint.name))


def held_kinds(vintage: int) -> list[str]:
    """The kinds of footprint that there is data for."""
    return [k for k in FOOTPRINT_KINDS if k in ("england", "region") or vintage in footprint_rows(k)]


def find_footprint(text: str, vintage: int, kind: str | None = None) -> Footprint:
    """The footprint that a code or a name, or an unambiguous part of one, means; of any kind where none is given.

    Raises UnknownPlace naming the closest or the candidates, and as `footprints` does.
    """
    index: NameIndex[Footprint] = NameIndex()
    for one in [one for k in ([kind] if kind else held_kinds(vintage)) for one in footprints(k, vintage)]:
        index.add(one, names=[one.name], codes=[one.code, one.ods])
    found = index.matches(text)
    if len(found) == 1:
        return found[0]
    what = kind or "footprint"
    if found:
        names = [f"{one.name} ({one.kind}, {one.code})" for one in found]
        raise UnknownPlace(f"{text!r} may mean {', '.join(names[:-1])} or {names[-1]}; write the code.", names)
    closest = index.closest(text)
    hint = say_closest(closest)
    raise UnknownPlace(
        f"There is no {what} called {text!r} in {vintage}{'; ' + hint if hint else ''}. Write its name or code.",
        closest,
    )


def list_areas(
    vintage: int,
    *,
    region: str | None = None,
    stp: str | None = None,
    icb: str | None = None,
    kind: str | None = None,
) -> tuple[Area, ...]:
    """Areas by name. `region`, `stp` and `icb` are names or codes: an area that is in one in part is in; `kind` is one
    of `place_types()`. Raises UnknownPlace, NotHeld where the vintage has no STPs or ICBs, ValueError for the kind."""
    found = areas(check_vintage(vintage))
    for footprint_kind, text in (("region", region), ("stp", stp), ("icb", icb)):
        if text is not None:
            shares = find_footprint(text, vintage, footprint_kind).shares
            found = tuple(area for area in found if area.slug in shares)
    if kind is not None:
        if kind not in place_types():
            raise ValueError(f"{kind!r} is no kind of council; write one of {', '.join(place_types())}.")
        found = tuple(area for area in found if kind in area.kinds)
    return found


def areas_of(footprint: Footprint, *, at_least: float = 0.0) -> tuple[Area, ...]:
    """The areas of a footprint by name, those with a smaller share of residents inside than `at_least` left out."""
    by_slug = area_by_slug(footprint.vintage)
    return tuple(by_slug[slug] for slug, share in sorted(footprint.shares.items()) if share >= at_least)


def footprints_of(area: Area) -> list[tuple[Footprint, float]]:
    """England, region, and STPs or ICBs where held, each with the share of the area's residents inside."""
    every = [one for kind in held_kinds(area.vintage) for one in footprints(kind, area.vintage)]
    return [(one, one.shares[area.slug]) for one in every if area.slug in one.shares]


def commissioners_of(area: Area) -> list[tuple[Commissioner, float, float]]:
    """Each CCG or sub-ICB location, its share of the area's residents, and the area's share of its residents.

    The largest first; by residence, not by GP registration. Raises NotHeld where the vintage has no table.
    """
    codes = {council.code for council in area.councils}
    inside = {one: sum(r.people for r in one.residents if r.council in codes) for one in commissioners(area.vintage)}
    total = sum(inside.values())
    found = [
        (one, people / total, people / sum(r.people for r in one.residents)) for one, people in inside.items() if people
    ]
    return sorted(found, key=lambda row: -row[1])


def _regions(vintage: int) -> list[Footprint]:
    return [
        Footprint(
            "region",
            code,
            "",
            name,
            vintage,
            MappingProxyType({a.slug: 1.0 for a in areas(vintage) if a.region == name}),
        )
        for code, name in region_names().items()
    ]


def _of_commissioners(kind: str, vintage: int) -> list[Footprint]:
    held = footprint_rows(kind)
    if vintage not in held:
        years = ", ".join(map(str, sorted(held)))
        raise NotHeld(
            f"There are no {kind.upper()} footprints on the boundaries of {vintage}; those held are of {years}."
        )
    home = area_by_council(vintage)
    people: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    total: dict[str, int] = defaultdict(int)
    for one in commissioners(vintage):
        for part in one.residents:
            slug = home[part.council].slug
            people[one.footprint][slug] += part.people
            total[slug] += part.people
    return [
        Footprint(kind, code, ods, name, vintage, MappingProxyType({s: n / total[s] for s, n in people[code].items()}))
        for code, (ods, name) in held[vintage].items()
    ]
