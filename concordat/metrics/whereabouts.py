"""Where a series is of: finding the place, region or England that someone means, and the codes that it stands under."""

from collections.abc import Collection

from concordat.metrics.council_codes import ENGLAND_CODE, codes_of_region
from concordat.metrics.value import Where
from concordat.places.area import VINTAGES, Area
from concordat.places.find import UnknownPlace, find_area
from concordat.places.footprint import Footprint, find_footprint, footprints
from concordat.places.names import fold, slug_of

ICB_VINTAGE = 2022


def find_where(text: str, vintage: int | None = None, codes: Collection[str] = ()) -> Where:
    """England, a region, an ICB by its code, or a place by slug, name or code.

    Without a vintage, the latest boundaries on which a place of that name has a figure, `codes` being those that have;
    else the latest on which there is such a place. Raises UnknownPlace and NotHeld as `find_area` does.
    """
    for kind in ("england", "region"):
        for one in footprints(kind, vintage or VINTAGES[-1]):
            if fold(text) in (fold(one.name), fold(one.code), fold(slug_of(one.name))):
                return one
    if (icb := _find_icb(text)) is not None:
        return icb
    if vintage is not None:
        return find_area(text, vintage)
    found, problems = [], []
    for year in reversed(VINTAGES):
        try:
            found.append(find_area(text, year))
        except UnknownPlace as problem:
            problems.append(problem)
    if not found:
        raise problems[0]
    return next((area for area in found if codes_of(area) & set(codes)), found[0])


def codes_of(where: Where) -> frozenset[str]:
    """Every code that figures of it may stand under by itself; its councils' for a place."""
    if isinstance(where, Area):
        alone = {code for council in where.councils for code in (council.code, *council.other_codes)}
        return frozenset({where.code, *alone})
    return frozenset({where.code, where.ods}) - {""}


def codes_inside(where: Where) -> frozenset[str]:
    """The codes of the councils of a region, whose counts add up to its own; empty for all others."""
    if isinstance(where, Footprint) and where.kind == "region":
        return codes_of_region(where.name)
    return frozenset()


def is_england(where: Where) -> bool:
    return where.code == ENGLAND_CODE


def _find_icb(text: str) -> Footprint | None:
    try:
        icb = find_footprint(text, ICB_VINTAGE, "icb")
    except UnknownPlace:
        return None
    return icb if fold(text) in (fold(icb.code), fold(icb.ods)) else None
