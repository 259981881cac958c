"""How every picture of this room looks, and the way from a chart to SVG.

Colours are those that the Government Analysis Function found to be told apart by colour-blind readers; no meaning hangs
on colour alone. Each picture needs its table beside it.
"""

import json
from functools import lru_cache
from typing import Any

import vl_convert

FONT = "Arial, sans-serif"
INK, SOFT = "#0b0c0c", "#505a5f"
BLUE, TEAL, ORANGE, PURPLE = "#12436D", "#28A197", "#F46A25", "#801650"
PALE = "#A8C5DA"
WIDTH, HEIGHT = 640, 220


def draw(chart: Any) -> str:
    """The SVG of an Altair chart in the room's style."""
    styled = (
        chart.configure(font=FONT, background="white", padding=6)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=13,
            labelColor=INK,
            titleFontSize=13,
            titleColor=INK,
            titleFontWeight="normal",
            gridColor="#e4e6e7",
            domainColor=SOFT,
            tickColor=SOFT,
        )
        .configure_legend(labelFontSize=13, labelColor=INK, titleFontSize=13, symbolSize=140, labelLimit=400)
        .configure_title(fontSize=14, color=INK, anchor="start", fontWeight="bold")
        .configure_header(labelFontSize=13, labelColor=INK, titleFontSize=13)
    )
    return _convert(json.dumps(styled.to_dict(), sort_keys=True))


@lru_cache(maxsize=64)
def _convert(spec: str) -> str:
    """The SVG of a chart; the same chart is drawn once."""
    return vl_convert.vegalite_to_svg(json.loads(spec))
