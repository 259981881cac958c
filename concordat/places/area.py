"""An area is the land of one Health and Wellbeing Board: one council or more, on the boundaries of a year."""

from dataclasses import dataclass
from enum import StrEnum

# Boundaries on 1 April of each year. 2022 is 2021 again: no upper-tier boundary moved in between.
VINTAGES = (2017, 2018, 2019, 2020, 2021, 2022, 2023)


class NotHeld(ValueError):
    """The years or boundaries asked for are not in the data; the message says which are."""


class CouncilKind(StrEnum):
    """What a council is. The City of London counts as a London borough, the Isles of Scilly as unitary."""

    COUNTY = "county"
    UNITARY = "unitary"
    METROPOLITAN = "metropolitan"
    LONDON_BOROUGH = "london-borough"


@dataclass(frozen=True, slots=True)
class Council:
    """An upper-tier or unitary council.

    `code` is its ONS code, `asc_code` its adult social care code in returns of 2023-24, `other_codes` further codes
    that mean the same land: an older social care code, or the ONS code before or after a change of status alone.
    `region` is the region's ONS code. It existed on the boundaries of the years `first` to `last`.
    """

    code: str
    name: str
    asc_code: str
    kind: CouncilKind
    region: str
    first: int
    last: int
    other_codes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A place on the boundaries of `vintage`.

    `slug` stays the same over the years while the name does. `code` is the ONS code, or the codes of a joint
    area's councils joined by `+`. `region` is the region's name. `verified` is False where sources disagree or are
    silent about which councils plan together; `note` then says what is believed.
    """

    slug: str
    name: str
    code: str
    councils: tuple[Council, ...]
    region: str
    vintage: int
    verified: bool = True
    note: str = ""

    @property
    def kinds(self) -> tuple[CouncilKind, ...]:
        """The kinds of its councils, each once."""
        return tuple(dict.fromkeys(council.kind for council in self.councils))

    @property
    def asc_codes(self) -> tuple[str, ...]:
        return tuple(council.asc_code for council in self.councils)


def check_vintage(vintage: int) -> int:
    """The vintage itself. Raises NotHeld where no list of areas is held for that year."""
    if vintage not in VINTAGES:
        raise NotHeld(f"There is no list of places for {vintage}; use a year from {VINTAGES[0]} to {VINTAGES[-1]}.")
    return vintage


def place_types() -> list[str]:
    """The kinds of council, as `list_areas(kind=...)` takes them."""
    return [str(kind) for kind in CouncilKind]
