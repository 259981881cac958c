"""Drawing: a Vega-Lite specification to SVG and pixels, every chart of the room in one look.

Specifications are written as the plain data that they are; loading a builder of them would take over a hundred times as
long as loading what draws them, and whoever reads a figure would wait for it.
"""

import json
from functools import lru_cache
from typing import Any

import vl_convert

Spec = dict[str, Any]
FONT = "Arial, sans-serif"
INK, GREY = "#212b32", "#6b7680"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
CONFIG: Spec = {
    "font": FONT,
    "background": "white",
    "aria": False,  # every drawing stands in an image with words and a table; a label on each mark doubles its size
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "labelColor": INK,
        "titleFontSize": 12,
        "titleColor": INK,
        "titleFontWeight": "normal",
        "gridColor": "#eceff1",
        "domainColor": GREY,
        "tickColor": GREY,
    },
    "legend": {"labelFontSize": 12, "labelColor": INK, "labelLimit": 400, "symbolStrokeWidth": 0},
    "title": {"fontSize": 18, "color": INK, "anchor": "start", "subtitleFontSize": 12, "subtitleColor": GREY},
}


def draw(spec: Spec) -> str:
    """The SVG of a specification; the same one is drawn once."""
    return _draw(json.dumps({"$schema": SCHEMA, "config": CONFIG, **spec}, sort_keys=True))


def render_png(svg: str, scale: float = 2) -> bytes:
    """Pixels of an SVG."""
    pixels: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return pixels


def size_of(svg: str) -> tuple[int, int]:
    """Width and height that an SVG says it has, in whole pixels."""
    head = svg[: svg.index(">")]
    width, height = (round(float(head.split(f' {name}="')[1].split('"')[0])) for name in ("width", "height"))
    return width, height


@lru_cache(maxsize=256)
def _draw(spec: str) -> str:
    svg: str = vl_convert.vegalite_to_svg(json.loads(spec))
    return svg
