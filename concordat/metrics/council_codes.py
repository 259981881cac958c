"""Codes that published figures stand under: of councils by vintage, of regions, of England."""

from functools import cache

from concordat.places.area import VINTAGES
from concordat.places.footprint import ENGLAND
from concordat.places.vintage import areas, region_names

ENGLAND_CODE = ENGLAND[0]


@cache
def council_names() -> dict[str, str]:
    """ONS code to name, of every council of every vintage."""
    return {one.code: one.name for vintage in VINTAGES for area in areas(vintage) for one in area.councils}


@cache
def name_of_code(code: str) -> str:
    """The name behind an ONS code of a council, a region or England; the code itself where it is none."""
    return {**council_names(), **region_names(), ENGLAND_CODE: ENGLAND[1]}.get(code, code)


@cache
def ons_codes_by_social_care(vintage: int) -> dict[str, str]:
    """Adult social care code, old or new, to the council's ONS code on the boundaries of `vintage`."""
    councils = [one for area in areas(vintage) for one in area.councils]
    return {code: one.code for one in councils for code in (one.asc_code, *one.other_codes)}


@cache
def codes_of_region(name: str) -> frozenset[str]:
    """ONS codes of the councils that a region has had, of any vintage; no council ever changed its region."""
    return frozenset(
        one.code for vintage in VINTAGES for area in areas(vintage) if area.region == name for one in area.councils
    )
