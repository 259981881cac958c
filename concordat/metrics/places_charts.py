"""A funnel and a ranking of all places, drawn, told and laid out as a table; the place asked about stands out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from concordat.metrics.definition import Definition
from concordat.metrics.drawing import FONT, GREY, INK, Spec, draw
from concordat.metrics.figures_said import decimals_of, say_column, say_figure, say_with_unit
from concordat.metrics.picture_page import Picture
from concordat.metrics.places_compared import FAR, MANY_OUTSIDE, PlacesCompared, count_verdicts

WIDTH, HEIGHT = 800, 340
CHOSEN, OTHERS = "#12436d", "#9aa5ab"
STEPS = 120  # points of a funnel's line
HEADINGS = ("Place", "Value", "Lower", "Upper", "Numerator", "Denominator", "Compared with all places")


def render_funnel(compared: PlacesCompared) -> str:
    """Places by size and value, with the limits within which chance alone would keep them, as SVG."""
    return draw(
        {
            "title": _title(compared, "Funnel: limits of 95% and 99.8% around all places together"),
            "width": WIDTH,
            "height": HEIGHT,
            "layer": [*_limits(compared), _line(compared.centre, _y(compared)), *_dots(compared)],
        }
    )


def render_rank(compared: PlacesCompared) -> str:
    """Places from the highest to the lowest value, each with its 95% interval, as SVG."""
    rows = [row | {"rank": at + 1} for at, row in enumerate(_rows(compared))]
    layers = draw_ranked_bars(compared.definition, rows, compared.centre)
    below = "Each place with its 95% interval; the line is all places together"
    return draw_rank(f"{compared.definition.label}, {compared.label}", below, layers)


def draw_rank(title: str, below: str, layers: list[Spec]) -> str:
    """The SVG of the layers of a ranking."""
    said = {"text": title, "subtitle": below, "font": FONT, "offset": 14}
    return draw({"title": said, "width": WIDTH, "height": HEIGHT, "layer": layers})


def draw_ranked_bars(definition: Definition, rows: Sequence[Spec], centre: float | None) -> list[Spec]:
    """Bars in the order of `rank`, the chosen one with its name; an interval where rows have `lower`, a line at
    `centre` where there is one."""
    x = {"field": "rank", "type": "quantitative", "axis": None, "scale": {"nice": False, "zero": False, "padding": 6}}
    y: Spec = {"field": "value", "type": "quantitative", "title": definition.unit}
    base: Spec = {"data": {"values": list(rows)}}
    width = max(2, min(9, WIDTH // max(len(rows), 1) - 2))
    bars = {"mark": {"type": "bar", "width": width}, "encoding": {"x": x, "y": y, "color": _is_chosen()}}
    ends = {
        "mark": {"type": "rule", "color": INK, "strokeWidth": 0.8},
        "encoding": {"x": x, "y": y | {"field": "lower"}, "y2": {"field": "upper"}},
    }
    chosen = next((at for at, row in enumerate(rows) if row["chosen"]), None)
    place = None if chosen is None else chosen / len(rows)
    return [
        base | bars,
        *([base | ends] if rows and "lower" in rows[0] else []),
        *([] if centre is None else [_line(centre, y)]),
        *_name(place, base, x, y | {"field": "upper"}),
    ]


def render_sentence(compared: PlacesCompared) -> str:
    """How the chosen place stands, how all do, and a caution where more lie outside than can be exceptional."""
    decimals = decimals_of(compared.values)
    unit, total = compared.definition.unit, len(compared.names)
    told = [f"All {total} places together in {compared.label}: {say_with_unit(compared.centre, decimals, unit)}."]
    if (at := compared.chosen) is not None:
        low, high = (say_figure(end[at], decimals) for end in (compared.lower, compared.upper))
        told.append(
            f"{compared.names[at]}: {say_figure(compared.values[at], decimals)} (95% interval {low} to {high}), "
            f"{at + 1} of {total} from the highest; {compared.verdicts[at]} in comparison with all places."
        )
    counted = sorted(count_verdicts(compared).items(), key=lambda one: -one[1])
    told.append(f"Of all places: {', '.join(f'{many} {verdict}' for verdict, many in counted)}.")
    return " ".join(told)


def list_cautions(compared: PlacesCompared) -> list[str]:
    """What a reader has to know: too many outside the funnel, places without a figure."""
    found, outside, total = [], compared.count_outside(), len(compared.names)
    if outside > MANY_OUTSIDE * total:
        found.append(
            f"{outside} of {total} places lie outside the 99.8% limits. So many are not all exceptional: the figure "
            "varies by more than chance, since its events do not happen independently of each other."
        )
    if compared.outside:
        names = "; ".join(f"{name} ({why.rstrip('.')})" if why else name for name, why in compared.outside)
        found.append(f"Without a figure: {names}.")
    return found


def funnel_picture(compared: PlacesCompared) -> Picture:
    """The funnel with its words and its table."""
    return _picture(compared, "Funnel of all places", render_funnel(compared), list_cautions(compared))


def rank_picture(compared: PlacesCompared) -> Picture:
    """The ranking with its words and its table."""
    decimals = decimals_of(compared.values)
    ends = [f"{compared.names[at]}, {say_figure(compared.values[at], decimals)}" for at in (0, -1)]
    said = f"From the highest ({ends[0]}) to the lowest ({ends[1]})."
    return replace(_picture(compared, "All places, ranked", render_rank(compared), []), said=said)


def _picture(compared: PlacesCompared, heading: str, svg: str, notes: list[str]) -> Picture:
    decimals = decimals_of(compared.values) + 1
    columns = [say_column(column.tolist(), decimals) for column in (compared.values, compared.lower, compared.upper)]
    columns += [say_column(column.tolist(), 0) for column in (compared.numerators, compared.denominators)]
    rows = [list(row) for row in zip(compared.names, *columns, map(str, compared.verdicts), strict=True)]
    what = f"{heading}: {compared.definition.label}, {compared.label}"
    return Picture(what, svg, render_sentence(compared), HEADINGS, rows, notes, numeric=5)


def _title(compared: PlacesCompared, below: str) -> Spec:
    return {"text": f"{compared.definition.label}, {compared.label}", "subtitle": below, "font": FONT, "offset": 14}


def _rows(compared: PlacesCompared) -> list[Spec]:
    return [
        {
            "name": name,
            "value": float(compared.values[at]),
            "lower": float(compared.lower[at]),
            "upper": float(compared.upper[at]),
            "size": float(compared.denominators[at]),
            "chosen": at == compared.chosen,
        }
        for at, name in enumerate(compared.names)
    ]


def _x(compared: PlacesCompared) -> Spec:
    axis = {"grid": False, "format": ",d", "tickCount": 7}
    scale = {"nice": False, "zero": True}
    return {
        "field": "size",
        "type": "quantitative",
        "title": compared.definition.denominator,
        "axis": axis,
        "scale": scale,
    }


def _y(compared: PlacesCompared) -> Spec:
    return {"field": "value", "type": "quantitative", "title": compared.definition.unit}


def _limits(compared: PlacesCompared) -> list[Spec]:
    """Both funnels, cut to the height that the places need: at small places the limits go far beyond any figure."""
    sizes = np.geomspace(compared.denominators.min() * 0.5, compared.denominators.max() * 1.04, STEPS)
    top = float(compared.values.max()) * 1.15
    layers: list[Spec] = []
    for confidence, dashes in ((0.95, [3, 3]), (FAR, [])):
        for end in compared.limits(confidence, sizes):
            rows = [{"size": float(x), "value": float(y)} for x, y in zip(sizes, end, strict=True) if y <= top]
            mark = {"type": "line", "color": GREY, "strokeWidth": 1.3, "strokeDash": dashes}
            encoding = {"x": _x(compared), "y": _y(compared)}
            layers.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
    return layers


def _line(value: float, y: Spec) -> Spec:
    mark = {"type": "rule", "color": INK, "strokeWidth": 1.3}
    return {"data": {"values": [{"value": value}]}, "mark": mark, "encoding": {"y": y}}


def _dots(compared: PlacesCompared) -> list[Spec]:
    base: Spec = {"data": {"values": _rows(compared)}}
    shape = {"condition": {"test": "datum.chosen", "value": "diamond"}, "value": "circle"}
    size = {"condition": {"test": "datum.chosen", "value": 150}, "value": 36}
    encoding = {"x": _x(compared), "y": _y(compared), "color": _is_chosen(), "shape": shape, "size": size}
    dots = base | {"mark": {"type": "point", "filled": True, "opacity": 0.95}, "encoding": encoding}
    place = None if compared.chosen is None else 0.0
    return [dots, *_name(place, base, _x(compared), _y(compared))]


def _is_chosen() -> Spec:
    return {"condition": {"test": "datum.chosen", "value": CHOSEN}, "value": OTHERS}


def _name(place: float | None, base: Spec, x: Spec, y: Spec) -> list[Spec]:
    """The chosen place's name beside its mark, legible over others. `place` is how far to the right that is, 0 to 1."""
    if place is None:
        return []
    align, dx = ("right", -4) if place > 0.6 else ("left", 8)
    text = {"type": "text", "align": align, "dx": dx, "dy": -14, "fontSize": 14, "fontWeight": "bold"}
    encoding = {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}}
    return [
        base | {"transform": [{"filter": "datum.chosen"}], "mark": text | look, "encoding": encoding}
        for look in (
            {"stroke": "white", "strokeWidth": 5, "color": "white"},
            {"color": CHOSEN},
        )  # a halo, then the name
    ]
