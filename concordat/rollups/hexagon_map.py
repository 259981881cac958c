"""A map that gives every place the same room, a hexagon each: colour and symbol say how it stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from concordat.places.hexagons import SQUARE_ROOT_OF_3, Hexagon

SIDE = 18.0  # of a hexagon, in the units of the picture
_CORNERS = [(cos(pi / 6 + turn * pi / 3), sin(pi / 6 + turn * pi / 3)) for turn in range(6)]


@dataclass(frozen=True, slots=True)
class Look:
    """How one state looks: the colour of the hexagon, the symbol in it with its own, and how wide its edge is."""

    fill: str
    symbol: str
    ink: str = "#212b32"
    edge: float = 0.8


@dataclass(frozen=True, slots=True)
class Cell:
    """One place on the map: what is said of it, and its look."""

    slug: str
    said: str
    look: Look


def render_hexagon_map(cells: Sequence[Cell], places: Mapping[str, Hexagon], said: str) -> str:
    """The map as SVG, cut to the places that are on it; `said` is what it shows, for who cannot see it.

    A place without a hexagon is left out: the list beside the map has it. Nothing for no place.
    """
    drawn = [(cell, places[cell.slug]) for cell in cells if cell.slug in places]
    if not drawn:
        return ""
    xs, ys = zip(*(hexagon.centre for _, hexagon in drawn), strict=True)
    left, top = min(xs) * SIDE - SIDE, min(ys) * SIDE - SIDE * 1.1
    width, height = (max(xs) - min(xs) + 2) * SIDE, (max(ys) - min(ys) + 2.2) * SIDE
    inside = "".join(_draw(cell, hexagon) for cell, hexagon in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="place-map__picture" role="img" aria-label="{escape(said)}" '
        f'viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}">{inside}</svg>'
    )


def _draw(cell: Cell, hexagon: Hexagon) -> str:
    size = SIDE * 0.95 / hexagon.parts
    x, y = (length * SIDE for length in hexagon.centre)
    x += (hexagon.part - (hexagon.parts - 1) / 2) * SQUARE_ROOT_OF_3 * SIDE * 0.95 / hexagon.parts
    corners = " ".join(f"{x + right * size:.1f},{y + down * size:.1f}" for right, down in _CORNERS)
    return (
        f'<g><title>{escape(cell.said)}</title><polygon points="{corners}" fill="{cell.look.fill}" '
        f'stroke="#4c6272" stroke-width="{cell.look.edge}"/>'
        f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" font-size="{size:.1f}" text-anchor="middle" '
        f'font-family="Arial, sans-serif" fill="{cell.look.ink}">{escape(cell.look.symbol)}</text></g>'
    )
