"""Segmented regression: a straight line before a change and another after it (Wagner and others, 2002)."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from concordat.metrics.before_after.effect import BeforeAfter, Estimate
from concordat.metrics.before_after.fit import Errors, Fit, fit_points
from concordat.metrics.before_after.timeline import Timeline, lay_out
from concordat.metrics.numbers_in import FloatArray, check_confidence
from concordat.periods import format_date

HARMONICS = 2  # pairs of sine and cosine for the months of a year
LEVEL, SLOPE = 2, 3  # columns of the design


def segmented_regression(
    dates: Sequence[date],
    values: Sequence[float | None] | FloatArray,
    change: date,
    *,
    name: str = "the figure",
    unit: str = "",
    good: str = "neither",
    errors: Errors = "ar1",
    seasonal: bool = False,
    settled: date | None = None,
    confidence: float = 0.95,
) -> BeforeAfter:
    """How level and slope of a series changed at `change`; points of that day and later are after it.

    Estimates: the average difference after the change from where the line of before would have led, the level at the
    first point after it, the slope per step, and the difference at the last point. `errors` as in `fit`. `seasonal`
    adds two pairs of sine and cosine over the year, for monthly or quarterly points, and needs a year on either side.
    Raises ValueError as `lay_out` does, and for errors or seasons that cannot be had.
    """
    check_confidence(confidence)
    line = lay_out(dates, values, change, settled)
    design = _design(line, seasonal)
    fit = fit_points(line, design, errors)
    expected = design.copy()
    expected[:, [LEVEL, SLOPE]] = 0
    return BeforeAfter(
        name=name,
        unit=unit,
        good=good,
        change=change,
        method=f"Segmented regression{', with seasons' if seasonal else ''}; {fit.how}",
        confidence=confidence,
        step=line.step,
        dates=line.dates,
        values=line.values,
        fitted=design @ fit.coefficients,
        expected=np.where(design[:, LEVEL] == 0, np.nan, expected @ fit.coefficients),
        before=line.before,
        estimates=_estimates(fit, design, line, confidence),
        told=f"on average from {format_date(line.dates[line.before])} on than where the line of before led",
        left_out=line.left_out,
        autocorrelation=fit.autocorrelation,
    )


def _design(line: Timeline, seasonal: bool) -> FloatArray:
    """Columns: 1, time, after the change, time since the first point after it, and seasons."""
    after = (np.arange(len(line.at)) >= line.before).astype(np.float64)
    since = after * (line.at - line.at[line.before])
    return np.column_stack([np.ones_like(line.at), line.at, after, since, *(_seasons(line) if seasonal else [])])


def _seasons(line: Timeline) -> list[FloatArray]:
    if line.per_year < 4:
        raise ValueError(f"Points that are a {line.step} apart have no seasons; leave seasons out.")
    spans = (line.at[line.before - 1] - line.at[0] + 1, line.at[-1] - line.at[line.before] + 1)
    if min(spans) < line.per_year:
        raise ValueError("Seasons need a year before the change and a year after it; leave them out, or wait.")
    turns = [2 * np.pi * number * line.at / line.per_year for number in range(1, HARMONICS + 1)]
    waves = [wave for turn in turns for wave in (np.cos(turn), np.sin(turn))]
    return [wave for wave in waves if not np.allclose(wave, 0)]  # a quarter's second sine says nothing


def _estimates(fit: Fit, design: FloatArray, line: Timeline, confidence: float) -> tuple[Estimate, ...]:
    since = design[line.before :, SLOPE]
    weights = np.zeros((4, design.shape[1]))
    weights[:, LEVEL] = (1, 1, 0, 1)
    weights[:, SLOPE] = (since.mean(), 0, 1, since[-1])
    names = (
        f"average of the {len(since)} points after the change",
        f"level at the first point after the change ({line.dates[line.before]})",
        f"slope per {line.step}",
        f"difference at the last point ({line.dates[-1]})",
    )
    return tuple(Estimate(what, *found) for what, found in zip(names, fit.combine(weights, confidence), strict=True))
