"""One series to its control chart: dates, target, rebases and remarks read, limits and special causes found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from concordat.metrics.comparison import Good
from concordat.metrics.control_charts.cautions import list_cautions
from concordat.metrics.control_charts.classes import ASSURANCES, CLASSES, NONE
from concordat.metrics.control_charts.control_chart import Annotation, ControlChart, Episode, Point, Rebase
from concordat.metrics.control_charts.limits import Flags
from concordat.metrics.control_charts.many_charts import ManyCharts, calculate_charts, rules_of
from concordat.metrics.control_charts.rule_set import DEFAULT, RULES, RuleSet
from concordat.metrics.control_charts.when import When, are_years, as_day, label_days, label_period
from concordat.metrics.numbers_in import FloatArray, as_floats
from concordat.periods import FinancialYear, Month, Quarter

At = When | int  # a day or period; the number of the point, from 1, where there are no dates
Values = ArrayLike | Sequence[float | None]
Remarks = Mapping[At, str] | Iterable[At | tuple[At, str]]


def spc(
    values: Values,
    dates: Sequence[When] | np.ndarray | None = None,
    *,
    good: Good = "neither",
    target: Values | None = None,
    rebase: Remarks = (),
    fix_after: int | None = None,
    screen: bool | None = None,
    rules: str | RuleSet = DEFAULT,
    annotations: Remarks = (),
    name: str = "",
    unit: str = "",
) -> ControlChart:
    """The control chart of one series: values in order of time, None or NaN a gap, with their dates.

    `dates` are days or periods, or text that says one, each once and in order; without them points are numbered.
    `good` is the direction that is good. `target` is a number, or one for each point. `rebase`: from which dates on
    limits begin anew, with a reason each: `{"2017-04-01": "new ward"}`, or dates alone. `fix_after`: limits from the
    first so many points of each segment. `screen` overrides what the rule set says. `annotations` like `rebase`.

    Raises ValueError for what cannot be, saying what to give.
    """
    figures = np.atleast_1d(as_floats(values, "values"))
    if figures.ndim != 1:
        raise ValueError("values: give one series; calculate_charts takes many.")
    days = _read_days(dates, len(figures))
    rebases = tuple(Rebase(*one) for one in _place(rebase, days, len(figures), "rebase"))
    aims = None if target is None else as_floats(target, "target")
    if aims is not None and aims.shape not in ((), figures.shape):
        raise ValueError(f"target: {aims.size} targets for {len(figures)} values; give one number, or one for each.")
    made = calculate_charts(
        figures[None],
        good=good,
        target=aims,
        rebase=[one.index for one in rebases],
        fix_after=fix_after,
        screen=screen,
        rules=rules,
    )
    labels = _label(dates, days) if days else [str(number + 1) for number in range(len(figures))]
    aimed = np.broadcast_to(np.nan if aims is None else aims, figures.shape)
    return ControlChart(
        name=name,
        unit=unit,
        good=good,
        rule_set=made.rule_set,
        screened=made.screened,
        fix_after=fix_after,
        points=_points(figures, days, labels, aimed, made),
        rebases=rebases,
        annotations=tuple(Annotation(*one) for one in _place(annotations, days, len(figures), "annotations")),
        episodes=tuple(_episodes(made, [one.index for one in rebases])),
        variation=None if made.variation[0] == NONE else CLASSES[made.variation[0]],
        assurance=None if made.assurance[0] == NONE else ASSURANCES[made.assurance[0]],
        notes=tuple(list_cautions(figures, days, labels, rebases, aimed, made)),
    )


def _label(dates: Sequence[When] | np.ndarray | None, days: list[date]) -> list[str]:
    """Points called as people say their periods; of days, as `label_days` does, which one day alone gives away less."""
    periods = [one for one in dates if isinstance(one, FinancialYear | Quarter | Month)] if dates is not None else []
    return [label_period(one) for one in periods] if len(periods) == len(days) else label_days(days)


def _read_days(dates: Sequence[When] | np.ndarray | None, many: int) -> list[date]:
    if dates is None:
        return []
    years = are_years(dates)
    days = [as_day(one, years=years) for one in dates]
    if len(days) != many:
        raise ValueError(f"dates: {len(days)} dates for {many} values; give one for each.")
    for earlier, later in pairwise(days):
        if earlier == later:
            raise ValueError(f"dates: {later} stands twice; give each date once.")
        if earlier > later:
            raise ValueError(f"dates: {later} comes after {earlier}; give the points in order of time.")
    return days


def read_remarks(remarks: Remarks) -> dict[At, str]:
    """Dates with their words, whichever way they were given."""
    if isinstance(remarks, Mapping):
        return {as_key(at): text for at, text in remarks.items()}
    pairs = (one if isinstance(one, tuple) else (one, "") for one in remarks)
    return {as_key(at): text for at, text in pairs}


def as_key(at: At) -> At:
    """A date as a day, so that two ways to write one are one."""
    return at if isinstance(at, int) else as_day(at)


def _place(remarks: Remarks, days: list[date], many: int, what: str) -> list[tuple[int, str]]:
    """Each remark at the index of its point: the first on or after its date."""
    found: dict[int, str] = {}
    for at, text in read_remarks(remarks).items():
        index = _index_of(at, days, many, what)
        if what == "rebase" and index == 0:
            raise ValueError(f"rebase: no point is before {at}; rebase at a later one.")
        if what == "rebase" and index in found:
            raise ValueError(f"rebase: {at} and another fall on the same point; give one of them.")
        found[index] = f"{found[index]}; {text}" if index in found else text
    return sorted(found.items())


def _index_of(at: At, days: list[date], many: int, what: str) -> int:
    if isinstance(at, int):
        if not 1 <= at <= many:
            raise ValueError(f"{what}: there is no point {at}; there are {many}.")
        return at - 1
    if not days:
        raise ValueError(f"{what}: {at} is a date where the points have none; give the number of a point.")
    day = as_day(at)
    if not days[0] <= day <= days[-1]:
        raise ValueError(f"{what}: {day} lies outside the series, which goes from {days[0]} to {days[-1]}.")
    return next(index for index, one in enumerate(days) if one >= day)


def _points(
    figures: FloatArray, days: list[date], labels: list[str], aimed: FloatArray, made: ManyCharts
) -> tuple[Point, ...]:
    return tuple(
        Point(
            label=labels[at],
            day=days[at] if days else None,
            value=_or_none(figures[at]),
            mean=_or_none(made.centre[0, at]),
            lower=_or_none(made.lower[0, at]),
            upper=_or_none(made.upper[0, at]),
            target=_or_none(aimed[at]),
            rules=rules_of(made.causes, 0, at),
            kind=None if made.classes[0, at] == NONE else CLASSES[made.classes[0, at]],
        )
        for at in range(len(figures))
    )


def _or_none(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _episodes(made: ManyCharts, begins: list[int]) -> Iterable[Episode]:
    for number, rule in enumerate(RULES):
        join = {"outside-limits": 0, "two-in-three": 2}.get(rule, 1)
        for marks, is_high in ((made.causes.high[number, 0], True), (made.causes.low[number, 0], False)):
            yield from (Episode(rule, is_high, *ends) for ends in _stretches(marks, begins, join))


def _stretches(marks: Flags, begins: list[int], join: int) -> Iterable[tuple[int, int]]:
    """First and last of each row of marks no more than `join` apart, broken where a segment begins."""
    first = last = None
    for at in (int(one) for one in np.flatnonzero(marks)):
        if first is not None and last is not None:
            if at - last <= join and not any(last < begin <= at for begin in begins):
                last = at
                continue
            yield first, last
        first = last = at
    if first is not None and last is not None:
        yield first, last
