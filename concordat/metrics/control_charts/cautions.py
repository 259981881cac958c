"""What a reader of a control chart should know of how it was made: few points, gaps, seasons, missing reasons."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

import numpy as np

from concordat.metrics.control_charts.limits import FEWEST_POINTS
from concordat.metrics.control_charts.many_charts import ManyCharts
from concordat.metrics.control_charts.when import count_months_left_out, find_frequency
from concordat.metrics.numbers_in import FloatArray

YEAR = 12
FEWEST_FOR_SEASONS = 2 * YEAR + 1


class Begins(Protocol):
    """A rebase, as far as it matters here."""

    @property
    def index(self) -> int: ...
    @property
    def reason(self) -> str: ...


def list_cautions(
    values: FloatArray,
    days: Sequence[date],
    labels: Sequence[str],
    rebases: Sequence[Begins],
    target: FloatArray,
    made: ManyCharts,
) -> Iterator[str]:
    """Sentences, the weightiest first."""
    begin = rebases[-1].index if rebases else 0
    many = int((~np.isnan(values[begin:])).sum())
    if np.isnan(made.upper[0, -1]):
        since = f" since {labels[begin]}" if begin else ""
        yield (
            f"A run chart around the median{since}: limits and icons need {FEWEST_POINTS} points, there "
            f"{'is' if many == 1 else 'are'} {many}."
            if many < FEWEST_POINTS
            else f"A run chart around the median: {many} points, none beside another, give no moving range."
        )
    earlier = [one for one in (0, *(one.index for one in rebases[:-1])) if rebases and np.isnan(made.upper[0, one])]
    if earlier:
        said = ", ".join(labels[one] for one in earlier)
        yield f"The segments that begin at {said} have no limits: each needs {FEWEST_POINTS} points."
    for one in rebases:
        if not one.reason:
            yield f"Limits begin anew at {labels[one.index]}, and no reason is recorded; give one."
    if (gaps := int(np.isnan(values).sum())) and gaps < len(values):
        have = "has" if gaps == 1 else "have"
        yield f"{gaps} of {len(values)} points {have} no value; a gap breaks runs, and limits skip it."
    given = target[~np.isnan(target)]
    if len(given) and (given != given[0]).any():
        yield "The target moves: the icon compares that of the latest point with the current limits."
    yield from _of_time(values, days)


def _of_time(values: FloatArray, days: Sequence[date]) -> Iterator[str]:
    frequency = find_frequency(days)
    if frequency in ("quarterly", "yearly"):
        a_year = "four points" if frequency == "quarterly" else "one point"
        yield f"{frequency.capitalize()} figures give {a_year} a year, too few to tell early; chart monthly ones."
    if frequency == "monthly":
        if left_out := count_months_left_out(days):
            are = "month is" if left_out == 1 else "months are"
            yield (
                f"{left_out} {are} missing between the first point and the last, and those on either side are taken as "
                "neighbours; give a missing month a point without a value."
            )
        elif is_seasonal(values):
            yield "The same months of different years are alike: a season, not a change, may be what is special here."


def is_seasonal(values: FloatArray) -> bool:
    """Whether monthly values resemble those of the year before more than chance explains (twice its standard error)."""
    if len(values) < FEWEST_FOR_SEASONS:
        return False
    step = np.diff(values)  # of steps, so that a slow drift is no season
    earlier, later = step[:-YEAR], step[YEAR:]
    there = ~(np.isnan(earlier) | np.isnan(later))
    if there.sum() < YEAR or not (earlier[there].std() and later[there].std()):
        return False
    return bool(np.corrcoef(earlier[there], later[there])[0, 1] > 2 / np.sqrt(there.sum()))
