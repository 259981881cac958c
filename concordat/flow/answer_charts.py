"""Pictures of answers: scenarios, a sweep, the least capacity, cost, and which assumption matters."""

from typing import Any

import altair as alt

from concordat.flow.compare import Comparison
from concordat.flow.costs import LeastCost
from concordat.flow.drawing import BLUE, INK, ORANGE, PURPLE, SOFT, TEAL, WIDTH, draw
from concordat.flow.least_capacity import LeastCapacity
from concordat.flow.measures import ALL, SHARES, TITLES
from concordat.flow.sensitivity import Sensitivity
from concordat.flow.sweep import Sweep

NAME_ROOM = 260  # pixels for the names on the left
LABELS = {  # where the words stand beside their dot, so that near ones do not meet: side, right, down
    "as it is": ("right", -6, -14),
    "least cost": ("left", 4, 20),
    "no delay": ("right", 0, -14),
}


def draw_scenarios(found: Comparison, scope: str = ALL, measure: str = "delayed_days") -> str:
    """Each scenario's difference from the base with its 95% interval; left of the line is less."""
    lines = [found.find(scenario.name, scope, measure) for scenario, _ in found.scenarios]
    rows = [
        {
            "name": line.scenario,
            "mean": line.difference.mean,
            "low": line.difference.lower,
            "high": line.difference.upper,
        }
        for line in lines
        if line is not None and line.difference is not None
    ]
    base = alt.Chart(alt.InlineData(values=rows)).properties(width=WIDTH - NAME_ROOM + 60, height=alt.Step(44))
    y = alt.Y("name:N", sort=None, title=None, axis=_names())
    x = alt.X("mean:Q", title=f"{TITLES[measure]}: difference from how it is", axis=_axis(measure))
    rule = base.mark_rule(color=SOFT, strokeWidth=1.5).encode(x=alt.datum(0, type="quantitative"))
    reach = base.mark_bar(color=BLUE, height=4).encode(x=alt.X("low:Q"), x2="high:Q", y=y)
    dots = base.mark_circle(color=BLUE, size=130, opacity=1).encode(x=x, y=y)
    return draw(alt.layer(rule, reach, dots))


def draw_sweep(found: Sweep, measure: str = "queue") -> str:
    """A figure by number of places: its mean, and the band that holds eight in ten runs."""
    rows = [
        {"places": one.places, "mean": spread.estimate.mean, "low": spread.low, "high": spread.high}
        for one in found.points
        if (spread := one.figures.get(measure)) is not None and spread.low is not None
    ]
    base = alt.Chart(alt.InlineData(values=rows)).properties(width=WIDTH, height=260)
    x = alt.X("places:Q", title=f"Places in {found.pathway}", scale=alt.Scale(zero=False))
    y = alt.Y("low:Q", title=TITLES[measure], axis=_axis(measure))
    band = base.mark_area(color=PURPLE, opacity=0.22).encode(x=x, y=y, y2="high:Q")
    line = base.mark_line(color=PURPLE, strokeWidth=2, point=alt.OverlayMarkDef(color=PURPLE, size=45)).encode(
        x=x, y=alt.Y("mean:Q")
    )
    title = "Line: the mean. Band: where 8 in 10 winters lie."
    return draw(alt.layer(band, line).properties(title=title))


def draw_least_capacity(found: LeastCapacity) -> str:
    """In what share of the winters each number of places meets the target, and where the answer lies."""
    near = _near(found)
    rows = [
        {"places": one.places, "share": one.share, "low": one.interval[0], "high": one.interval[1]}
        for one in found.tried
        if near[0] <= one.places <= near[1]
    ]
    base = alt.Chart(alt.InlineData(values=rows)).properties(width=WIDTH, height=240)
    x = alt.X("places:Q", title=f"Places in {found.pathway}", scale=alt.Scale(zero=False, nice=False, padding=20))
    percent = alt.Axis(format=".0%")
    y = alt.Y("share:Q", title="Winters that meet it", axis=percent, scale=alt.Scale(domain=[0, 1]))
    reach = base.mark_rule(color=BLUE, strokeWidth=2.5).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    dots = base.mark_circle(color=BLUE, size=80, opacity=1).encode(x=x, y=y)
    wanted = base.mark_rule(color=SOFT, strokeDash=[4, 3]).encode(y=alt.datum(found.confidence, type="quantitative"))
    answer = [{"places": found.places, "said": f"{found.places} places"}]
    mark = alt.Chart(alt.InlineData(values=answer))
    line = mark.mark_rule(color=ORANGE, strokeWidth=2).encode(x=x)
    text = mark.mark_text(align="left", dx=6, dy=8, fontSize=14, fontWeight="bold", color=INK).encode(
        x=x, y=alt.datum(1, type="quantitative"), text="said:N"
    )
    return draw(alt.layer(wanted, line, reach, dots, text))


def _near(found: LeastCapacity) -> tuple[int, int]:
    """Where the share goes from none to all, and at most as far above the answer as below it."""
    none = max((one.places for one in found.tried if one.met == 0), default=found.tried[0].places)
    every = min((one.places for one in found.tried if one.met == one.replications), default=found.tried[-1].places)
    low = min(none, found.places - 2)
    return low, max(min(every, 2 * found.places - low), found.places + 2)


def draw_cost(found: LeastCost) -> str:
    """Cost by number of places: hospital days, places, and both together, with the least marked."""
    parts = ("Both together", "Places, used or not", "Hospital days of people who wait")
    dashes, colours = [[1, 0], [6, 3], [2, 3]], [INK, TEAL, ORANGE]
    rows = [
        {"places": one.places, "part": part, "pounds": pounds}
        for one in found.points
        for part, pounds in zip(parts, (one.total.mean, one.place_days, one.bed_days), strict=True)
    ]
    x = alt.X("places:Q", title=f"Places in {found.pathway}", scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("pounds:Q", title="Pounds over the days", axis=alt.Axis(labelExpr=_POUNDS))
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=2)
    lines = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=y,
            color=alt.Color("part:N", scale=alt.Scale(domain=parts, range=colours), legend=legend),
            strokeDash=alt.StrokeDash("part:N", scale=alt.Scale(domain=parts, range=dashes), legend=legend),
        )
    )
    marks = [
        {"places": one.places, "pounds": one.total.mean, "said": said}
        for said, one in zip(LABELS, (found.as_it_is, found.least, found.no_delay), strict=True)
        if one is not None
    ]
    base = alt.Chart(alt.InlineData(values=marks)).encode(x=x, y=y)
    dots = base.mark_circle(color=INK, size=110, opacity=1)
    texts = [_label(base, said) for said in LABELS]
    return draw(alt.layer(lines, dots, *texts).properties(width=WIDTH, height=280))


def _label(base: Any, said: str) -> Any:
    align, right, down = LABELS[said]
    text = base.transform_filter(alt.datum.said == said).mark_text(
        align=align, dx=right, dy=down, fontSize=13, fontWeight="bold", color=INK
    )
    return text.encode(text="said:N")


def draw_sensitivity(found: Sensitivity, most: int = 10) -> str:
    """A bar from the figure with each assumption down to that with it up, the widest on top."""
    rows = [
        {
            "name": f"{one.name}, ± {one.by:.0%}",
            "end": end,
            "by": by.mean or 0.0,
        }
        for one in found.swings[:most]
        for end, by in (("with less of it", one.down), ("with more of it", one.up))
    ]
    legend = alt.Legend(title=None, orient="top", symbolType="square")
    ends = alt.Scale(domain=["with less of it", "with more of it"], range=[TEAL, PURPLE])
    base = alt.Chart(alt.InlineData(values=rows)).properties(width=WIDTH - NAME_ROOM + 60, height=alt.Step(30))
    y = alt.Y("name:N", sort=None, title=None, axis=_names())
    x = alt.X("by:Q", title=f"{TITLES[found.measure]}: difference", axis=_axis(found.measure))
    bars = base.mark_bar(height=16).encode(x=x, y=y, color=alt.Color("end:N", scale=ends, legend=legend))
    rule = base.mark_rule(color=INK).encode(x=alt.datum(0, type="quantitative"))
    return draw(alt.layer(bars, rule))


_POUNDS = (
    "datum.value == 0 ? '£0' : abs(datum.value) >= 1e6 ? '£' + format(datum.value / 1e6, '.2~f') + 'm' : "
    "'£' + format(datum.value / 1e3, ',~f') + 'k'"
)


def _axis(measure: str) -> Any:
    if measure == "cost":
        return alt.Axis(labelExpr=_POUNDS, tickCount=6)
    return alt.Axis(format=".1%" if measure in SHARES else ",~f", tickCount=6)


def _names() -> alt.Axis:
    return alt.Axis(labelLimit=NAME_ROOM, minExtent=NAME_ROOM, ticks=False, domain=False, labelPadding=8)
