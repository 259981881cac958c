"""A value of a metric and a series of them: each with what it was made of, its edition, and why it is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from concordat.metrics.control_charts.chart_series import chart_series
from concordat.metrics.control_charts.control_chart import ControlChart
from concordat.metrics.control_charts.rule_set import DEFAULT, RuleSet
from concordat.metrics.control_charts.spc import Remarks, Values
from concordat.metrics.definition import Break, Definition
from concordat.periods import Period
from concordat.places.area import Area
from concordat.places.footprint import Footprint
from concordat.places.names import slug_of

Floats = NDArray[np.float64]
Where = Area | Footprint  # a place, or a region or England
TOTAL = "total"  # the breakdown that is everything together


@dataclass(frozen=True, slots=True)
class Value:
    """One period of a series, in the unit of its metric.

    A numerator may be there where the value is not (delayed days are known, the population of the year is not);
    `missing` then says why there is no value. `lower` and `upper` are None where the metric has no interval.
    `edition` is the id of the edition that the figure stands in. `note` says what to know of this very figure, such as
    how many of the people a shared-out figure covers.
    """

    period: Period
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    edition: str
    missing: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A metric in one place over time: one value for each period from the first held to the last, none left out.

    `edition` is the latest that a value stands in. Where there is no value at all `why_empty` says why.
    """

    definition: Definition
    where: Where
    breakdown: str
    edition: str
    values: tuple[Value, ...]
    why_empty: str = ""

    @property
    def name(self) -> str:
        """The place's name."""
        return self.where.name

    @property
    def slug(self) -> str:
        """`southend-on-sea`, `england`, `east-of-england`."""
        return self.where.slug if isinstance(self.where, Area) else slug_of(self.where.name)

    @property
    def unit(self) -> str:
        return self.definition.unit

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(value.period for value in self.values)

    @property
    def dates(self) -> NDArray[np.datetime64]:
        """The first day of each period, in days."""
        return np.array([value.period.first_day for value in self.values], dtype="datetime64[D]")

    @property
    def figures(self) -> Floats:
        """The values; NaN where one is missing."""
        return _array(value.value for value in self.values)

    @property
    def numerators(self) -> Floats:
        return _array(value.numerator for value in self.values)

    @property
    def denominators(self) -> Floats:
        return _array(value.denominator for value in self.values)

    @property
    def lower(self) -> Floats:
        return _array(value.lower for value in self.values)

    @property
    def upper(self) -> Floats:
        return _array(value.upper for value in self.values)

    def between(self, first: Period | None, last: Period | None) -> "Series":
        """The part of it from the day that `first` begins to the day that `last` ends."""
        kept = tuple(
            one
            for one in self.values
            if (first is None or one.period.first_day >= first.first_day)
            and (last is None or one.period.last_day <= last.last_day)
        )
        empty = "" if kept or not self.values else "It has no period between the two that were asked for."
        return replace(self, values=kept, why_empty=empty or self.why_empty)

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks that lie inside the series: values on either side must not be compared."""
        if not self.values:
            return ()
        first, last = self.values[0].period.first_day, self.values[-1].period.last_day
        return tuple(one for one in self.definition.breaks if first < one.at <= last)

    def spc(
        self,
        *,
        target: Values | None = None,
        rebase: Remarks = (),
        fix_after: int | None = None,
        screen: bool | None = None,
        rules: str | RuleSet = DEFAULT,
        annotations: Remarks = (),
    ) -> ControlChart:
        """The control chart of the series: `chart_series`, whose limits begin anew at its breaks."""
        return chart_series(
            self,
            target=target,
            rebase=rebase,
            fix_after=fix_after,
            screen=screen,
            rules=rules,
            annotations=annotations,
        )


def _array(numbers: Iterable[float | None]) -> Floats:
    return np.array([np.nan if number is None else number for number in numbers], dtype=np.float64)
