"""Control charts drawn: points by class, limits, mean, target, rebases and remarks, with the icons in the corner."""

from html import escape
from typing import TYPE_CHECKING

from concordat.metrics.control_charts.icons import SIZE, render_assurance, render_variation
from concordat.metrics.control_charts.marks import COLOURS, GREY, INK, LABELS, SHAPE_PATHS, TARGET
from concordat.metrics.drawing import FONT, Spec, draw, size_of
from concordat.metrics.figures_said import say_figure

if TYPE_CHECKING:
    from concordat.metrics.control_charts.control_chart import ControlChart

WIDTH, HEIGHT = 800, 300
MARGIN, HEAD, ICON_GAP = 16, 84, 10
POINT, SPECIAL_POINT = 34, 80  # areas of a point
LABEL_GAP = 15  # pixels between the words at the ends of lines
LINES: dict[str, tuple[str, Spec]] = {
    "upper": ("Upper limit", {"color": GREY, "strokeDash": [6, 4]}),
    "lower": ("Lower limit", {"color": GREY, "strokeDash": [6, 4]}),
    "mean": ("Mean", {"color": INK, "strokeWidth": 1.5}),
    "target": ("Target", {"color": TARGET, "strokeDash": [9, 4], "strokeWidth": 1.8, "interpolate": "step"}),
}


def render_chart(chart: "ControlChart") -> str:
    """The chart as SVG: heading, icons, drawing; text stays text."""
    drawing = draw(_spec(chart))
    width, height = size_of(drawing)
    width += 2 * MARGIN
    icons = [icon for icon in (render_variation(chart), render_assurance(chart)) if icon]
    placed = [
        f'<g transform="translate({width - MARGIN - (len(icons) - at) * (SIZE + ICON_GAP)},{MARGIN - 4})">{icon}</g>'
        for at, icon in enumerate(icons)
    ]
    said = escape(chart.sentence())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height + HEAD}" '
        f'viewBox="0 0 {width} {height + HEAD}" role="img" aria-label="{said}"><title>{escape(chart.name)}</title>'
        f'<rect width="100%" height="100%" fill="white"/>{_heading(chart)}{"".join(placed)}'
        f'<g transform="translate({MARGIN},{HEAD})">{drawing}</g></svg>'
    )


def _heading(chart: "ControlChart") -> str:
    what = "Run chart" if chart.is_run_chart else "XmR chart"
    screened = "screened" if chart.screened else "not screened"
    fixed = f", limits fixed from the first {chart.fix_after} points" if chart.fix_after else ""
    made = f"{what}; rules {chart.rule_set.id}, moving ranges {screened}{fixed}"
    return (
        f'<text x="{MARGIN}" y="34" font-family="{FONT}" font-size="18" font-weight="bold" fill="{INK}">'
        f"{escape(chart.name or 'Control chart')}</text>"
        f'<text x="{MARGIN}" y="56" font-family="{FONT}" font-size="12" fill="{GREY}">{escape(made)}</text>'
    )


def _spec(chart: "ControlChart") -> Spec:
    layers = [*_lines(chart), _values(chart), _points(chart), *_rebases(chart), *_annotations(chart), *_labels(chart)]
    return {"width": WIDTH, "height": HEIGHT, "layer": layers}


def _x(chart: "ControlChart") -> Spec:
    if chart.points[0].day is None:
        scale = {"zero": False, "nice": False, "padding": 8}
        axis: Spec = {"grid": False, "tickMinStep": 1}
        return {"field": "x", "type": "quantitative", "title": "Point", "axis": axis, "scale": scale}
    years = len({point.day.year for point in chart.points if point.day})
    axis = {"grid": False, "labelOverlap": True, "format": "%b %Y" if years <= 3 else "%Y"}
    axis["tickCount"] = {"interval": "year", "step": 1} if years > 3 else 12
    return {"field": "x", "type": "temporal", "title": None, "axis": axis, "scale": {"padding": 8}}


def _y(chart: "ControlChart") -> Spec:
    scale = {"domain": _domain(chart), "nice": False, "zero": False}
    return {"field": "y", "type": "quantitative", "title": chart.unit or None, "scale": scale}


def _domain(chart: "ControlChart") -> list[float]:
    """From where to where the figures go, with some air; from 0 where that is near."""
    fields = ("value", *LINES)
    found = [figure for point in chart.points for field in fields if (figure := getattr(point, field)) is not None]
    low, high = min(found, default=0.0), max(found, default=1.0)
    air = 0.07 * (high - low) or abs(high) * 0.1 or 1.0
    return [0.0 if 0 <= low < 0.4 * high else low - air, high + air]


def _at(chart: "ControlChart", index: int) -> str | int:
    day = chart.points[index].day
    return f"{day.isoformat()}T00:00:00" if day else index + 1


def _lines(chart: "ControlChart") -> list[Spec]:
    """Limits, mean and target; all but the target break where limits begin anew."""
    begins = [one.index for one in chart.rebases]
    layers: list[Spec] = []
    for field, (_, look) in LINES.items():
        rows = [
            {"x": _at(chart, at), "y": figure, "part": 0 if field == "target" else sum(one <= at for one in begins)}
            for at, point in enumerate(chart.points)
            if (figure := getattr(point, field)) is not None
        ]
        mark: Spec = {"type": "line", "strokeWidth": 1.3, **look}
        layers += [{"data": {"values": rows}, "mark": mark, "encoding": _parted(chart)}] if rows else []
    return layers


def _parted(chart: "ControlChart") -> Spec:
    return {"x": _x(chart), "y": _y(chart), "detail": {"field": "part", "type": "nominal"}}


def _labels(chart: "ControlChart") -> list[Spec]:
    """What each line is and where it lies, at its right end, kept apart where lines are close."""
    last, (low, high), decimals = chart.points[-1], _domain(chart), chart.decimals
    words = {field: name for field, (name, _) in LINES.items()} | ({"mean": "Median"} if chart.is_run_chart else {})
    found = {field: figure for field in words if (figure := getattr(last, field)) is not None}
    layers, lowest = [], -1.0 * LABEL_GAP
    for field, figure in sorted(found.items(), key=lambda one: -one[1]):
        lowest = max(HEIGHT * (high - figure) / (high - low), lowest + LABEL_GAP)
        text = {"value": f"{words[field]} {say_figure(figure, decimals)}"}
        colour = TARGET if field == "target" else INK
        mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12, "color": colour}
        encoding = {"x": {"value": WIDTH + 8}, "y": {"value": lowest}, "text": text}
        layers.append({"data": {"values": [{}]}, "mark": mark, "encoding": encoding})
    return layers


def _values(chart: "ControlChart") -> Spec:
    """The line through the points; it stops at a gap."""
    part, rows = 0, []
    for at, point in enumerate(chart.points):
        part += point.value is None
        if point.value is not None:
            rows.append({"x": _at(chart, at), "y": point.value, "part": part})
    mark = {"type": "line", "color": "#a3abb0", "strokeWidth": 1.3}
    return {"data": {"values": rows}, "mark": mark, "encoding": _parted(chart)}


def _points(chart: "ControlChart") -> Spec:
    there = [(at, point) for at, point in enumerate(chart.points) if point.value is not None]
    kinds = [kind for kind in LABELS if any(point.kind == kind for _, point in there)]
    rows = [
        {"x": _at(chart, at), "y": point.value, "class": LABELS[point.kind], "special": point.kind != "common-cause"}
        for at, point in there
        if point.kind
    ]
    domain = [LABELS[kind] for kind in kinds]
    legend = {"orient": "bottom", "title": None, "symbolSize": SPECIAL_POINT, "direction": "horizontal", "columns": 5}
    by_class: Spec = {"field": "class", "type": "nominal", "legend": legend}
    sizes = {"domain": [False, True], "range": [POINT, SPECIAL_POINT]}
    encoding = {
        "x": _x(chart),
        "y": _y(chart),
        "color": by_class | {"scale": {"domain": domain, "range": [COLOURS[kind] for kind in kinds]}},
        "shape": by_class | {"scale": {"domain": domain, "range": [SHAPE_PATHS[kind] for kind in kinds]}},
        "size": {"field": "special", "type": "nominal", "scale": sizes, "legend": None},
    }
    return {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "opacity": 1}, "encoding": encoding}


def _rebases(chart: "ControlChart") -> list[Spec]:
    rows = [{"x": _at(chart, one.index), "text": one.reason or "limits begin anew"} for one in chart.rebases]
    return _upright(chart, rows, {"color": INK, "strokeDash": [2, 3], "strokeWidth": 1.4}) if rows else []


def _annotations(chart: "ControlChart") -> list[Spec]:
    rows = [{"x": _at(chart, one.index), "text": one.text} for one in chart.annotations]
    return _upright(chart, rows, {"color": "#b8c0c5", "strokeWidth": 1}) if rows else []


def _upright(chart: "ControlChart", rows: list[Spec], look: Spec) -> list[Spec]:
    """Lines from top to bottom with words at their head."""
    text = {"type": "text", "align": "left", "baseline": "top", "dx": 5, "fontSize": 11.5, "color": INK, "limit": 260}
    return [
        {"data": {"values": rows}, "mark": {"type": "rule", **look}, "encoding": {"x": _x(chart)}},
        {
            "data": {"values": rows},
            "mark": text,
            "encoding": {"x": _x(chart), "y": {"value": 2}, "text": {"field": "text", "type": "nominal"}},
        },
    ]
