"""The chart of a comparison of before and after: points, the lines fitted, and where the line of before led."""

import json
from functools import lru_cache
from typing import Any, cast

import altair as alt
import vl_convert

from concordat.metrics.before_after.effect import BeforeAfter
from concordat.periods import format_date

FONT, INK = "Arial, sans-serif", "#0b0c0c"
BLUE, GREY, ORANGE = "#12436D", "#505a5f", "#F46A25"
WIDTH, HEIGHT = 700, 280
FITTED, EXPECTED = "Fitted", "Expected without the change"


def draw_before_after(found: BeforeAfter) -> str:
    """SVG. Its table is `BeforeAfter.rows`, its alternative text the sentence."""
    rows = found.rows()
    lines = [{**row, "line": FITTED, "at": row["fitted"]} for row in rows]
    lines += [
        {**row, "part": "expected", "line": EXPECTED, "at": row["expected"]}
        for row in rows
        if row["expected"] is not None
    ]
    unit = found.unit or "value"
    title = unit[0].upper() + unit[1:]
    x = alt.X(
        "date:T",
        title=None,
        axis=alt.Axis(format="%b %Y", labelFlush=False, labelOverlap="greedy", labelSeparation=12, grid=False),
    )
    y = alt.Y("value:Q", title=title, scale=alt.Scale(zero=False))
    points = alt.Chart(alt.InlineData(values=rows)).mark_circle(color=GREY, size=32, opacity=1).encode(x=x, y=y)
    scale = alt.Scale(domain=[FITTED, EXPECTED], range=[BLUE, ORANGE])
    dashes = alt.Scale(domain=[FITTED, EXPECTED], range=[[1, 0], [6, 4]])
    fitted = (
        alt.Chart(alt.InlineData(values=lines))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("at:Q", title=title),
            color=alt.Color("line:N", scale=scale, legend=alt.Legend(title=None, orient="top")),
            strokeDash=alt.StrokeDash("line:N", scale=dashes, legend=alt.Legend(title=None, orient="top")),
            detail="part:N",
        )
    )
    change = [{"date": found.change.isoformat(), "label": f"Change: {format_date(found.change)}"}]
    mark = alt.Chart(alt.InlineData(values=change)).encode(x="date:T")
    rule = mark.mark_rule(color=INK, strokeDash=[2, 2])
    label = mark.mark_text(align="left", dx=6, dy=8, baseline="top", fontSize=13, color=INK).encode(
        text="label:N", y=alt.value(0)
    )
    return _draw(alt.layer(points, fitted, rule, label).properties(width=WIDTH, height=HEIGHT))


def _draw(chart: Any) -> str:
    styled = (
        chart.configure(font=FONT, background="white")
        .configure_axis(labelFontSize=13, titleFontSize=13, labelColor=INK, titleColor=INK, titleFontWeight="normal")
        .configure_legend(labelFontSize=13, labelColor=INK, labelLimit=400)
        .configure_view(stroke=None)
    )
    return _to_svg(json.dumps(styled.to_dict(), sort_keys=True))


@lru_cache(maxsize=64)
def _to_svg(spec: str) -> str:
    return cast(Any, vl_convert).vegalite_to_svg(spec)  # type: ignore[no-any-return]
