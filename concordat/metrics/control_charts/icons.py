"""The icons of variation and assurance: small drawings of our own, with words for those who cannot see them.

A tile for variation shows a line between two limits: level where only chance is at work, leaving upwards or downwards
where it is not, its last point in the colour and shape of its class. One for assurance shows where the band between the
limits lies to the target: past it, short of it, or across it.
"""

from html import escape
from typing import TYPE_CHECKING

from concordat.metrics.control_charts.marks import COLOURS, GREY, INK, SHAPE_PATHS, TARGET
from concordat.metrics.control_charts.sentence import tell_assurance, tell_variation

if TYPE_CHECKING:
    from concordat.metrics.control_charts.control_chart import ControlChart

SIZE = 64
_LEVEL = "10,34 19,28 28,37 37,29 44,36 50,32"
_RISING = "10,42 19,38 28,43 37,36 44,28 50,17"
_FALLING = "10,22 19,26 28,21 37,28 44,36 50,47"


def render_variation(chart: "ControlChart") -> str:
    """The tile for variation as SVG, or nothing on a run chart."""
    latest = chart.latest
    if chart.variation is None or latest is None:
        return ""
    colour = COLOURS[chart.variation]
    points = _LEVEL if chart.variation == "common-cause" else _RISING if _went_up(chart) else _FALLING
    x, y = points.split()[-1].split(",")
    inside = (
        f"{_line(14, GREY, '4 3')}{_line(50, GREY, '4 3')}"
        f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="2" stroke-linejoin="round"/>'
        f'<path transform="translate({x},{y}) scale(6)" d="{SHAPE_PATHS[chart.variation]}" fill="{colour}"/>'
    )
    return _tile(inside, colour, tell_variation(chart))


def render_assurance(chart: "ControlChart") -> str:
    """The tile for assurance as SVG, or nothing without a target."""
    if chart.assurance is None:
        return ""
    colour = {"pass": COLOURS["improvement"], "fail": COLOURS["concern"], "hit-or-miss": GREY}[chart.assurance]
    is_above = (chart.assurance == "pass") == (chart.good == "high")  # where the band lies to the target
    top, target = (20, 32) if chart.assurance == "hit-or-miss" else (10, 50) if is_above else (32, 14)
    letter = {"pass": "P", "fail": "F", "hit-or-miss": "?"}[chart.assurance]
    inside = (
        f'<rect x="9" y="{top}" width="46" height="24" rx="3" fill="{colour}" fill-opacity="0.28"/>'
        f"{_line(target, TARGET, '6 3')}"
        f'<text x="32" y="{top + 18}" text-anchor="middle" font-family="Arial, sans-serif" font-size="17" '
        f'font-weight="bold" fill="{INK}" stroke="#ffffff" stroke-width="5" paint-order="stroke">{letter}</text>'
    )
    return _tile(inside, colour, tell_assurance(chart))


def _went_up(chart: "ControlChart") -> bool:
    """Whether it is upwards that the latest point is special, which polarity and class tell."""
    if chart.good == "neither":
        return chart.variation == "high"
    return (chart.variation == "improvement") == (chart.good == "high")


def _line(y: int, colour: str, dashes: str) -> str:
    return f'<line x1="7" x2="57" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'


def _tile(inside: str, colour: str, said: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}" '
        f'role="img" aria-label="{escape(said)}"><title>{escape(said)}</title>'
        f'<rect x="2" y="2" width="60" height="60" rx="12" fill="#ffffff" stroke="{colour}" stroke-width="3"/>'
        f"{inside}</svg>"
    )
