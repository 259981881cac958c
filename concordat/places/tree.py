"""Places as the site addresses them: areas, and above them England, regions, STPs and ICBs, each with its children.

A footprint's slug never is an area's: `england`, `east-of-england`, `stp-mid-and-south-essex`, `icb-dorset`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from concordat.places.area import VINTAGES, Area
from concordat.places.footprint import Footprint, footprints, held_kinds
from concordat.places.names import slug_of
from concordat.places.vintage import area_by_slug

# A partnership is made of commissioners, whose patients live across its edge. Below a twentieth of its people a place
# is a neighbour, not a member: nobody there would expect that partnership to see its drafts.
LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Scope:
    """A place to stand at: an area (`kind` is `area`) or a footprint. `areas` are the slugs of the areas in it."""

    slug: str
    name: str
    kind: str
    areas: tuple[str, ...]

    @property
    def is_area(self) -> bool:
        return self.kind == "area"


def slug_of_footprint(footprint: Footprint) -> str:
    """What a footprint is called in addresses."""
    slug = slug_of(footprint.name).removeprefix("nhs-").removesuffix("-integrated-care-board")
    return f"{footprint.kind}-{slug}" if footprint.kind in ("stp", "icb") else slug


@cache
def scopes(vintage: int) -> dict[str, Scope]:
    """Every place and footprint on the boundaries of a year, by slug. Raises NotHeld."""
    found = {slug: Scope(slug, area.name, "area", (slug,)) for slug, area in area_by_slug(vintage).items()}
    for kind in held_kinds(vintage):
        for one in footprints(kind, vintage):
            inside = tuple(sorted(slug for slug, share in one.shares.items() if share >= LEAST_SHARE))
            found[slug_of_footprint(one)] = Scope(slug_of_footprint(one), one.name, kind, inside)
    return found


def find_scope(slug: str, vintage: int) -> Scope | None:
    """The place or footprint of that slug; None where there is none on the boundaries of the year."""
    return scopes(vintage).get(slug)


def parents_of(area: Area) -> tuple[Scope, ...]:
    """England, the region, and the STPs or ICBs that an area is in."""
    return tuple(one for one in scopes(area.vintage).values() if not one.is_area and area.slug in one.areas)


def is_known(slug: str) -> bool:
    """Whether there is such a place or footprint on the boundaries of any year that is held."""
    return any(slug in scopes(vintage) for vintage in VINTAGES)


def name_of(slug: str) -> str:
    """What a place or footprint is called, by its latest boundaries; the slug itself where there is none."""
    found = (scopes(vintage).get(slug) for vintage in reversed(VINTAGES))
    return next((one.name for one in found if one), slug)


@cache
def is_footprint(slug: str) -> bool:
    """Whether it is England, a region, an STP or an ICB on the boundaries of any year that is held."""
    found = (find_scope(slug, vintage) for vintage in VINTAGES)
    return any(one is not None and not one.is_area for one in found)


def covers(scope: str, slug: str) -> bool:
    """Whether a place is the scope itself, or wholly in it on the boundaries of any year."""
    return scope == slug or slug in _ever_inside(scope)


def areas_under(found: Iterable[str]) -> frozenset[str]:
    """The slugs of the areas of any year that are one of some places, or in one of them."""
    return frozenset(area for scope in found for area in _areas_ever(scope))


@cache
def above(slug: str) -> frozenset[str]:
    """The place itself and every footprint that ever held it: where a grant has to stand to reach the place."""
    every = {other for vintage in VINTAGES for other in scopes(vintage)}
    return frozenset({slug, *(other for other in every if covers(other, slug))})


@cache
def _areas_ever(scope: str) -> frozenset[str]:
    known = (scopes(vintage).get(scope) for vintage in VINTAGES)
    return frozenset(area for one in known if one for area in one.areas)


@cache
def _ever_inside(scope: str) -> frozenset[str]:
    """The areas of a footprint, and the footprints all of whose areas it has."""
    found = set()
    for vintage in VINTAGES:
        known = scopes(vintage)
        if scope in known and not known[scope].is_area:
            inside = set(known[scope].areas)
            found |= inside | {one.slug for one in known.values() if not one.is_area and inside.issuperset(one.areas)}
    return frozenset(found)
