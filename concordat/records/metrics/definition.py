"""What a metric is: a short definition over tables of records, and the words that say what it counts."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import ibis

from concordat.periods import Month

Row = Any  # a table of Ibis read as its typical row: expressions over its columns
Column = Any  # a column of Ibis: its own classes say nothing that a type checker could use
Records = Mapping[str, ibis.Table]  # the tables by their names, each with `place`, the geography that is counted by
Good = Literal["low", "high"]


@dataclass(frozen=True, kw_only=True)
class Metric(ABC):
    """What all metrics have. A change of what is counted raises `version`: values on either side are not compared."""

    id: str
    title: str
    version: int
    counts: str
    out_of: str | None  # None: a population, which records do not hold
    unit: str
    good: Good | None
    note: str = ""

    @property
    @abstractmethod
    def tables(self) -> tuple[str, ...]:
        """The tables that the definition reads."""

    @property
    def placed(self) -> tuple[str, ...]:
        """Those of the tables whose geography is counted by."""
        return self.tables[:1]

    @property
    def is_amount(self) -> bool:
        """Whether the numerator adds up days, so that `behind` has to say of how many stays or people they are."""
        return False


@dataclass(frozen=True, kw_only=True)
class Counted(Metric):
    """Rows of one table, each looked at by itself: all such metrics are worked out in one reading of the table.

    `numerator` and `denominator` are conditions on a row. Where there is an `amount`, the numerator is not the number
    of its rows but that amount of theirs, added up. `month_of` is the date whose month a row belongs to.
    """

    table: str
    month_of: str
    numerator: Callable[[Row], Column]
    amount: Callable[[Row], Column] | None = None
    denominator: Callable[[Row], Column] | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.table,)

    @property
    def is_amount(self) -> bool:
        return self.amount is not None


@dataclass(frozen=True, kw_only=True)
class Percentile(Metric):
    """The smallest value that at least `share` of the rows do not exceed; the denominator is the number of rows."""

    table: str
    month_of: str
    rows: Callable[[Row], Column]
    value: Callable[[Row], Column]
    share: float

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.table,)


@dataclass(frozen=True, kw_only=True)
class Worked(Metric):
    """Worked out for one month at a time, across tables or across the stays of a person.

    `define` gives a table of place, numerator and denominator (missing where `out_of` is None). `days_before` and
    `days_after` say how far outside the month it looks: files that hold nothing of these days need not be read. A month
    whose days after are not there yet is left out. `at_end` marks what is counted on the last day of a period.
    `placed_by` names the tables whose geography is counted by, where that is not the first alone. `amounts`: it adds up
    days, and `define` gives a column `behind` besides, the people whose days they are.
    """

    reads: tuple[str, ...]
    define: Callable[[Records, Month], ibis.Table]
    days_before: int = 0
    days_after: int = 0
    at_end: bool = False
    placed_by: tuple[str, ...] = ()
    amounts: bool = False
    months: tuple[int, ...] = field(default=tuple(range(1, 13)))

    @property
    def tables(self) -> tuple[str, ...]:
        return self.reads

    @property
    def placed(self) -> tuple[str, ...]:
        return self.placed_by or self.reads[:1]

    @property
    def is_amount(self) -> bool:
        return self.amounts
