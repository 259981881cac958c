"""Pictures of what goes in and of the days to come: stays and their fit, months and their forecast, days with bands."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import altair as alt
import numpy as np

from concordat.flow.calendar import Floats
from concordat.flow.drawing import BLUE, HEIGHT, INK, ORANGE, PALE, PURPLE, SOFT, TEAL, WIDTH, draw
from concordat.flow.fit import Fitted
from concordat.flow.forecast import Forecast, MonthAhead
from concordat.flow.result import PathwayResult, Result

POINTS = 160  # of a curve; more cannot be seen
BAND = (10, 90)  # percentiles of the runs
CURVES = {"lognormal": BLUE, "gamma": TEAL, "exponential": ORANGE}
DASHES = {"lognormal": [1, 0], "gamma": [6, 3], "exponential": [2, 3]}


def draw_fit(fitted: Fitted) -> str:
    """Left, the share of stays that ended by each day, seen and fitted; right, quantiles seen against the likeliest."""
    days, share = fitted.stays.curve
    kept = np.unique(np.linspace(0, len(days) - 1, POINTS).round().astype(int))
    longest = float(np.quantile(days, 0.98)) * 1.1
    grid = np.linspace(0, longest, POINTS)
    seen = [{"days": float(days[at]), "share": float(share[at])} for at in kept if days[at] <= longest]
    lines = [
        {"days": float(day), "share": float(one.frozen.cdf(day)), "curve": _name_of(fitted, number)}
        for number, one in enumerate(fitted.fits)
        for day in grid
    ]
    return draw(alt.hconcat(_draw_shares(fitted, seen, lines), _draw_quantiles(fitted, kept), spacing=40))


def _name_of(fitted: Fitted, number: int) -> str:
    one = fitted.fits[number]
    return f"{one.distribution}{', the likeliest' if number == 0 else ''}"


def _draw_shares(fitted: Fitted, seen: list[dict[str, float]], lines: list[dict[str, Any]]) -> Any:
    names = [_name_of(fitted, number) for number in range(len(fitted.fits))]
    colours = [CURVES[one.distribution] for one in fitted.fits]
    dashes = [DASHES[one.distribution] for one in fitted.fits]
    x = alt.X("days:Q", title="Days")
    y = alt.Y("share:Q", title="Share that ended by then", axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1]))
    steps = alt.Chart(alt.InlineData(values=seen)).mark_line(interpolate="step-after", color=INK, strokeWidth=2.5)
    curves = (
        alt.Chart(alt.InlineData(values=lines))
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=y,
            color=alt.Color("curve:N", scale=alt.Scale(domain=names, range=colours), legend=_legend()),
            strokeDash=alt.StrokeDash("curve:N", scale=alt.Scale(domain=names, range=dashes), legend=_legend()),
        )
    )
    title = f"{fitted.pathway}: stays seen (black) and fitted"
    return alt.layer(curves, steps.encode(x=x, y=y)).properties(width=330, height=270, title=title)


def _draw_quantiles(fitted: Fitted, kept: Any) -> Any:
    days, share = fitted.stays.curve
    before = np.concatenate([[0.0], share[:-1]])
    middle = np.clip((share + before) / 2, 1e-4, 1 - 1e-4)
    expected = fitted.best.frozen.ppf(middle)
    points = [{"expected": float(expected[at]), "seen": float(days[at])} for at in kept]
    ends = [0.0, float(max(days.max(), expected[kept].max()))]
    line = [{"expected": one, "seen": one} for one in ends]
    x = alt.X("expected:Q", title=f"Days, {fitted.best.distribution}", scale=alt.Scale(domain=ends, nice=True))
    y = alt.Y("seen:Q", title="Days seen", scale=alt.Scale(domain=ends, nice=True))
    diagonal = alt.Chart(alt.InlineData(values=line)).mark_line(color=SOFT, strokeDash=[4, 3]).encode(x=x, y=y)
    dots = alt.Chart(alt.InlineData(values=points)).mark_circle(color=BLUE, size=34, opacity=0.8).encode(x=x, y=y)
    return alt.layer(diagonal, dots).properties(width=270, height=270, title="On the line, the curve fits")


def draw_forecast(found: Forecast) -> str:
    """People a day by month: what was, what was held back with its forecast, and the months ahead with theirs."""
    history = [
        {"month": str(month.first_day), "people": count / month.last_day.day}
        for month, count in zip(found.history.months, found.history.counts, strict=True)
    ]
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=8))
    y = alt.Y("people:Q", title=f"{found.history.column}, a day", scale=alt.Scale(zero=False))
    layers = []
    if found.held_back is not None:
        layers += _band_of_months(found.held_back.months, ORANGE, x)
    layers += _band_of_months(found.months, BLUE, x)
    was = alt.Chart(alt.InlineData(values=history)).mark_line(color=INK, strokeWidth=1.8).encode(x=x, y=y)
    title = "Black: what was. Blue: the months ahead."
    if found.held_back is not None:
        title += " Orange: the last year as it would have been forecast."
    return draw(alt.layer(*layers, was).properties(width=WIDTH, height=280, title=title))


def _band_of_months(months: tuple[MonthAhead, ...], colour: str, x: Any) -> list[Any]:
    rows = [
        {"month": str(one.month.first_day)}
        | {key: getattr(one, key) / one.month.last_day.day for key in ("middle", "lower", "upper")}
        for one in months
    ]
    base = alt.Chart(alt.InlineData(values=rows))
    band = base.mark_area(color=colour, opacity=0.25).encode(x=x, y=alt.Y("lower:Q"), y2="upper:Q")
    return [band, base.mark_line(color=colour, strokeWidth=2, strokeDash=[6, 3]).encode(x=x, y=alt.Y("middle:Q"))]


def draw_days(result: Result, name: str) -> str:
    """Places in use and people waiting on each day: the median of the runs, and the band that holds eight in ten."""
    one = result.pathway(name)
    occupied = _panel(result, one, one.daily_occupied, "Places in use", BLUE, with_places=True)
    waiting = _panel(result, one, one.daily_delayed, "People waiting", PURPLE, with_places=False)
    return draw(alt.vconcat(occupied, waiting, spacing=14).resolve_scale(x="shared"))


def _panel(result: Result, one: PathwayResult, daily: Floats, title: str, colour: str, *, with_places: bool) -> Any:
    rows = list(_daily_rows(result, one, daily))
    dated = result.system.start_date is not None
    x = (
        alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", labelAngle=0, tickCount=8))
        if dated
        else alt.X("day:Q", title="Day")
    )
    base = alt.Chart(alt.InlineData(values=rows))
    scale = alt.Scale(zero=not with_places)
    y = alt.Y("low:Q", title=title, scale=scale)
    band = base.mark_area(color=PALE if with_places else colour, opacity=0.7 if with_places else 0.25).encode(
        x=x, y=y, y2="high:Q"
    )
    layers = [band, base.mark_line(color=colour, strokeWidth=2).encode(x=x, y=alt.Y("middle:Q", scale=scale))]
    if with_places:
        rule = base.mark_line(color=INK, strokeDash=[5, 3], interpolate="step-after", strokeWidth=1.5)
        layers.append(rule.encode(x=x, y=alt.Y("places:Q", scale=scale)))
    said = f"{title}: median, and where 8 in 10 winters lie" + ("; dashed: places open" if with_places else "")
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT if with_places else 170, title=said)


def _daily_rows(result: Result, one: PathwayResult, daily: Floats) -> Iterator[dict[str, object]]:
    low, middle, high = np.percentile(daily, [BAND[0], 50, BAND[1]], axis=0)
    first = result.system.start_date
    for day in range(one.warm_up_days, daily.shape[1]):
        yield {
            "day": str(first + timedelta(days=day)) if first else day,
            "low": round(float(low[day]), 3),
            "middle": round(float(middle[day]), 3),
            "high": round(float(high[day]), 3),
            "places": int(one.places[day]),
        }


def _legend() -> alt.Legend:
    return alt.Legend(title=None, orient="bottom", columns=1, symbolStrokeWidth=2, symbolType="stroke")
