"""A control chart in the size of a thumb: its line, mean, limits and latest point, to stand beside the sentence."""

from collections.abc import Callable
from html import escape

from concordat.metrics.control_charts.control_chart import ControlChart, Point
from concordat.metrics.control_charts.marks import COLOURS, GREY, INK, SHAPE_PATHS, TARGET

WIDTH, HEIGHT, EDGE = 320, 96, 10
_At = Callable[[int, float], str]


def render_sparkline(chart: ControlChart) -> str:
    """The chart as SVG of 320 by 96: gaps stay gaps, limits dashed, the latest point in the shape of its class."""
    levels = [
        level
        for point in chart.points
        for level in (point.value, point.mean, point.lower, point.upper, point.target)
        if level is not None
    ]
    low, high = min(levels), max(levels)
    begins = tuple(one.index for one in chart.rebases)
    step = (WIDTH - 2 * EDGE) / max(len(chart.points) - 1, 1)

    def at(index: int, level: float) -> str:
        span = (high - low) or 1
        return f"{EDGE + index * step:.1f},{HEIGHT - EDGE - (level - low) / span * (HEIGHT - 2 * EDGE):.1f}"

    def lines(field: str, look: str) -> str:
        runs = _runs([getattr(point, field) for point in chart.points], () if field == "value" else begins)
        return "".join(
            f'<polyline fill="none" {look} points="{" ".join(at(first + n, level) for n, level in enumerate(run))}"/>'
            for first, run in runs
        )

    drawn = (
        lines("lower", f'stroke="{GREY}" stroke-dasharray="4 3"')
        + lines("upper", f'stroke="{GREY}" stroke-dasharray="4 3"')
        + lines("mean", f'stroke="{GREY}" stroke-width="1.5"')
        + lines("target", f'stroke="{TARGET}" stroke-dasharray="7 3"')
        + lines("value", f'stroke="{INK}" stroke-width="2" stroke-linejoin="round"')
        + _latest(chart, at)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img"><title>{escape(chart.sentence())}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{drawn}</svg>'
    )


def _latest(chart: ControlChart, at: _At) -> str:
    index = max(number for number, point in enumerate(chart.points) if point.value is not None)
    point: Point = chart.points[index]
    kind = point.kind or "common-cause"
    return (
        f'<path transform="translate({at(index, point.value or 0.0)}) scale(6)" '
        f'fill="{COLOURS[kind]}" d="{SHAPE_PATHS[kind]}"/>'
    )


def _runs(levels: list[float | None], begins: tuple[int, ...]) -> list[tuple[int, list[float]]]:
    """The stretches without a gap, each with the index where it begins; a new one at each of `begins`."""
    runs: list[tuple[int, list[float]]] = []
    for index, level in enumerate(levels):
        if level is None:
            continue
        if index == 0 or levels[index - 1] is None or index in begins:
            runs.append((index, []))
        runs[-1][1].append(level)
    return runs
