"""Two means: the mean after a change less the mean before it, as a rebased control chart draws them.

It takes both parts as level: where either rises or falls, `segmented_regression` says more.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from concordat.metrics.before_after.effect import BeforeAfter, Estimate
from concordat.metrics.before_after.fit import Errors, fit_points
from concordat.metrics.before_after.timeline import lay_out
from concordat.metrics.numbers_in import FloatArray, check_confidence
from concordat.periods import format_date


def compare_means(
    dates: Sequence[date],
    values: Sequence[float | None] | FloatArray,
    change: date,
    *,
    name: str = "the figure",
    unit: str = "",
    good: str = "neither",
    errors: Errors = "ar1",
    settled: date | None = None,
    confidence: float = 0.95,
) -> BeforeAfter:
    """The difference of two means with its interval; `errors` as in `fit`. Raises ValueError as `lay_out` does."""
    check_confidence(confidence)
    line = lay_out(dates, values, change, settled)
    after = (np.arange(len(line.at)) >= line.before).astype(np.float64)
    design = np.column_stack([np.ones_like(after), after])
    fit = fit_points(line, design, errors, weigh=False)
    difference = fit.combine(np.array([[0.0, 1.0]]), confidence)[0]
    return BeforeAfter(
        name=name,
        unit=unit,
        good=good,
        change=change,
        method=f"Two means, as on a control chart rebased at the change; {fit.how}",
        confidence=confidence,
        step=line.step,
        dates=line.dates,
        values=line.values,
        fitted=design @ fit.coefficients,
        expected=np.where(after == 0, np.nan, fit.coefficients[0]),
        before=line.before,
        estimates=(Estimate("mean after the change less the mean before it", *difference),),
        told=f"on average from {format_date(line.dates[line.before])} on than before",
        left_out=line.left_out,
        autocorrelation=fit.autocorrelation,
    )
