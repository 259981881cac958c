"""The points of a series in time: evenly counted steps, split at the change, refused where there are too few."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from concordat.metrics.numbers_in import FloatArray, as_floats
from concordat.periods import Month

FEWEST = 8  # on either side; Penfold and Zhang (2013) advise as many
MONTHS = {1: ("month", 12), 3: ("quarter", 4), 12: ("year", 1)}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Points in order of time. `at` counts steps from the first point on, whole numbers with gaps where points lack.

    `before` is how many points lie before the change. `per_year` is 0 where steps do not divide the year.
    """

    dates: tuple[date, ...]
    values: FloatArray
    at: FloatArray
    before: int
    step: str
    per_year: int
    left_out: tuple[str, ...]


def lay_out(
    dates: Sequence[date], values: Sequence[float | None] | FloatArray, change: date, settled: date | None = None
) -> Timeline:
    """The points of a series, split at `change`: those of that day and later are after it.

    None and NaN are gaps. Points from `change` to before `settled`, while the change was being made, are left out.
    Raises ValueError for a day that stands twice, for a change outside the series, for `settled` before the change,
    and for fewer than 8 points on either side.
    """
    numbers = as_floats(values, "values")
    if len(dates) != len(numbers):
        raise ValueError(f"There are {len(dates)} dates and {len(numbers)} values; give one value for each date.")
    if settled is not None and settled < change:
        raise ValueError(f"The change had settled on {settled}, before it began on {change}; correct one of them.")
    points = sorted(zip(dates, numbers.tolist(), strict=True), key=lambda point: point[0])
    _check_once([day for day, _ in points])
    held = [(day, value) for day, value in points if not math.isnan(value)]
    kept = [(day, value) for day, value in held if not (settled and change <= day < settled)]
    before = sum(day < change for day, _ in kept)
    _check_enough(before, len(kept) - before, change)
    days = tuple(day for day, _ in kept)
    at, step, per_year = _count_steps(days)
    left_out = _say_left_out(len(points) - len(held), len(held) - len(kept), change, settled)
    return Timeline(days, np.array([value for _, value in kept]), at, before, step, per_year, left_out)


def _check_once(days: list[date]) -> None:
    for one, following in pairwise(days):
        if one == following:
            raise ValueError(f"{one} stands twice in the series; give each date once.")


def _check_enough(before: int, after: int, change: date) -> None:
    if before >= FEWEST and after >= FEWEST:
        return
    raise ValueError(
        f"There are {before} points before {change} and {after} from then on; at least {FEWEST} are needed on either "
        "side. Wait for more, or use a series that is reported more often."
    )


def _count_steps(days: tuple[date, ...]) -> tuple[FloatArray, str, int]:
    """Steps from the first point: months, quarters or years where all stand on one day of the month, else days.

    The last day of a month counts as one day, whichever number it has.
    """
    if len({day.day for day in days}) == 1 or all(Month(day.year, day.month).last_day == day for day in days):
        months = np.array([day.year * 12 + day.month for day in days]) - (days[0].year * 12 + days[0].month)
        gap = int(np.gcd.reduce(months))
        name, per_year = MONTHS.get(gap, (f"{gap} months", 0))
        return (months / gap).astype(np.float64), name, per_year
    counted = np.array([(day - days[0]).days for day in days])
    gap = int(np.gcd.reduce(counted))
    name = {1: "day", 7: "week"}.get(gap, f"{gap} days")
    return (counted / gap).astype(np.float64), name, 0


def _say_left_out(missing: int, changing: int, change: date, settled: date | None) -> tuple[str, ...]:
    told = []
    if missing:
        told.append(f"{missing} without a value")
    if changing:
        told.append(f"{changing} from {change} to before {settled}, while the change was being made")
    return tuple(told)
