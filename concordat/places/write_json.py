"""Places as JSON: the list of them, and one whole; the same from the command line and from the API."""

from typing import Any

from concordat.places.area import Area, NotHeld
from concordat.places.footprint import commissioners_of, footprints_of
from concordat.places.population import OLDER, YEARS, Missing, population


def place_in_list(area: Area) -> dict[str, Any]:
    """A place as a list of them has it."""
    return {
        "slug": area.slug,
        "name": area.name,
        "code": area.code,
        "asc": list(area.asc_codes),
        "region": area.region,
    }


def place_as_dict(area: Area) -> dict[str, Any]:
    """A place whole: councils and codes, what it is part of, who commissions there, how many people live there."""
    return {
        "slug": area.slug,
        "name": area.name,
        "code": area.code,
        "vintage": area.vintage,
        "region": area.region,
        "verified": area.verified,
        "note": area.note,
        "councils": [
            {"name": one.name, "code": one.code, "asc": one.asc_code, "type": one.kind} for one in area.councils
        ],
        "footprints": [
            {"kind": one.kind, "code": one.code, "name": one.name, "share": share} for one, share in footprints_of(area)
        ],
        "commissioners": _commissioners(area),
        "population": {str(year): _people(area, year) for year in YEARS},
    }


def _commissioners(area: Area) -> list[dict[str, Any]]:
    """None on boundaries for which no commissioners are held."""
    try:
        found = commissioners_of(area)
    except NotHeld:
        return []
    return [
        {
            "kind": one.kind,
            "code": one.code,
            "ods": one.ods,
            "name": one.name,
            "share_of_place": of_place,
            "share_of_it": of_it,
        }
        for one, of_place, of_it in found
    ]


def _people(area: Area, year: int) -> dict[str, Any]:
    everyone, older = population(area, year), population(area, year, OLDER)
    if isinstance(everyone, Missing):
        return {"all": None, "why": everyone.reason}
    return {"all": everyone, "65+": None if isinstance(older, Missing) else older}
