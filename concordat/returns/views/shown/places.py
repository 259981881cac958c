"""The list of places by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from concordat.places.names import fold
from concordat.places.tree import Scope
from concordat.web.components import Link

KINDS = {
    "england": "England",
    "region": "Regions",
    "stp": "Sustainability and transformation partnerships",
    "icb": "Integrated care boards",
    "area": "Areas of Health and Wellbeing Boards",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one kind."""

    title: str
    links: tuple[Link, ...]


def list_groups(scopes: Sequence[Scope], sought: str = "") -> tuple[Group, ...]:
    """Places by kind; where something is sought, those whose names have all of its words."""
    words = fold(sought).split()
    found = [one for one in scopes if all(word in fold(one.name) for word in words)]
    return tuple(
        Group(title, links)
        for kind, title in KINDS.items()
        if (links := tuple(Link(one.name, home_of(one.slug)) for one in found if one.kind == kind))
    )


def home_of(slug: str) -> str:
    """The page of a place or a footprint."""
    return reverse("place-home", args=(slug,))
