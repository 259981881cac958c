"""The API of places: the areas of a year, with their codes, and one whole."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema

from concordat.places.area import VINTAGES
from concordat.places.vintage import area_by_slug, areas
from concordat.places.write_json import place_as_dict, place_in_list

Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,100}$", description="A place's slug, such as southend-on-sea.")]
Vintage = Annotated[int, Query(ge=VINTAGES[0], le=VINTAGES[-1], description="Boundaries on 1 April of this year.")]

router = Router(tags=["places"])


class PlaceLine(Schema):
    slug: str
    name: str
    code: str
    asc: list[str]
    region: str


class Places(Schema):
    vintage: int
    places: list[PlaceLine]


@router.get("", response=Places, summary="The places of a year")
def list_places(request: HttpRequest, vintage: Vintage = VINTAGES[-1]) -> dict[str, Any]:
    """As `concordat places list --json`."""
    return {"vintage": vintage, "places": [place_in_list(area) for area in areas(vintage)]}


@router.get("/{place}", response=dict[str, Any], summary="A place whole")
def show_place(request: HttpRequest, place: Slug, vintage: Vintage = VINTAGES[-1]) -> dict[str, Any]:
    """As `concordat places show --json`."""
    area = area_by_slug(vintage).get(place)
    if area is None:
        raise Http404(f"There is no place {place!r} on the boundaries of {vintage}.")
    return place_as_dict(area)
