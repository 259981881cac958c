"""Hexagons: where each place stands on a map that gives every council the same room. See data/README.md."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from concordat.places.area import Area
from concordat.places.read_csv import check_unique, read_rows
from concordat.places.vintage import DATA, areas, later_or_earlier

DRAWN = 2019  # the boundaries on which the hexagons were laid out
SQUARE_ROOT_OF_3 = 3**0.5


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A cell: its column, and its row counted upwards. Of `parts` places that share it the place has part `part`."""

    q: int
    r: int
    part: int = 0
    parts: int = 1

    @property
    def centre(self) -> tuple[float, float]:
        """Right and down, with sides of length 1; odd rows stand half a hexagon to the right."""
        return SQUARE_ROOT_OF_3 * (self.q + 0.5 * (self.r % 2)), -1.5 * self.r


@cache
def hexagons(vintage: int) -> dict[str, Hexagon]:
    """Slug to hexagon of every area of a vintage. Raises NotHeld.

    An area without one has that of the area of 2019 that holds its land and that nobody else has; where there is only
    one that somebody has, they share it, as the successors of a county do.
    """
    cells = read_hexagons(DATA / "hexagons.csv")
    wanted = {area.slug: _candidates(area, cells) for area in areas(vintage)}
    taken: dict[tuple[int, int], list[str]] = {}
    for slug in sorted(wanted, key=lambda slug: (len(wanted[slug]), slug)):
        free = [cell for cell in wanted[slug] if cell not in taken]
        taken.setdefault((free or wanted[slug])[0], []).append(slug)
    return {slug: Hexagon(*cell, part, len(slugs)) for cell, slugs in taken.items() for part, slug in enumerate(slugs)}


def read_hexagons(path: Path) -> dict[str, tuple[int, int]]:
    """ONS code to column and row. Raises DataError for a doubled code or a cell that is no number."""
    rows = read_rows(path, ["code", "name", "q", "r"])
    check_unique(rows, lambda row: row.filled("code"), "code")
    return {row["code"]: (row.whole("q"), row.whole("r")) for row in rows}


def _candidates(area: Area, cells: dict[str, tuple[int, int]]) -> list[tuple[int, int]]:
    own = _cells_of(area, cells)
    if own or area.vintage == DRAWN:
        return own[:1]
    return [cell for other in later_or_earlier(area, DRAWN) for cell in _cells_of(other, cells)]


def _cells_of(area: Area, cells: dict[str, tuple[int, int]]) -> list[tuple[int, int]]:
    codes = [code for council in area.councils for code in (council.code, *council.other_codes)]
    return [cells[code] for code in codes if code in cells]
