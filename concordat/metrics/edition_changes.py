"""What changed between two editions: which figures differ, and which only one of them has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from concordat.metrics.cells import PERIODS
from concordat.metrics.council_codes import name_of_code
from concordat.metrics.edition import KEY
from concordat.metrics.read_definitions import definitions
from concordat.metrics.value import Series, Value
from concordat.periods import Period

_NUMBERS = ("numerator", "denominator", "published")
_APART = 1e-9  # of the figure: less is how it was written


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that two editions give otherwise; None where one of them gives none."""

    measure: str
    breakdown: str
    code: str
    name: str
    period: Period
    figure: str
    first: float | None
    second: float | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Two editions side by side: what both have alike, what differs, and how many rows only one has."""

    same: int
    differences: tuple[Difference, ...]
    only_first: int
    only_second: int

    @property
    def are_none(self) -> bool:
        return not (self.differences or self.only_first or self.only_second)


@dataclass(frozen=True, slots=True)
class Compared:
    """A place's own figure of a period beside the published one; either may be missing."""

    own: Value
    published: Value

    @property
    def difference(self) -> float | None:
        """Own less published; None where one is missing."""
        if self.own.value is None or self.published.value is None:
            return None
        return self.own.value - self.published.value


def compare_editions(first: pl.DataFrame, second: pl.DataFrame) -> Changes:
    """Compare the figures of two editions, in the shape of FIGURES; differences by measure, breakdown, code, period."""
    both = first.join(second, on=KEY, how="inner", suffix=" second", nulls_equal=True).sort(KEY)
    changed = both.filter(pl.any_horizontal([_differs(name) for name in _NUMBERS]))
    return Changes(
        same=both.height - changed.height,
        differences=tuple(one for row in changed.iter_rows(named=True) for one in _list(row)),
        only_first=first.join(second, on=KEY, how="anti").height,
        only_second=second.join(first, on=KEY, how="anti").height,
    )


def compare_own(own: Series, published: Series) -> tuple[Compared, ...]:
    """A place's own figures beside the published ones, for periods that both series have."""
    by_period = {value.period: value for value in published.values}
    return tuple(Compared(one, by_period[one.period]) for one in own.values if one.period in by_period)


@cache
def _frequencies() -> dict[str, str]:
    """How often a measure is published; a place's own figures stand under the id of their metric."""
    held = {one.held.measure: "monthly" if one.held.shared_out else one.frequency for one in definitions() if one.held}
    return {**{one.id: one.frequency for one in definitions()}, **held}


def _differs(name: str) -> pl.Expr:
    """A mean or a rate that was printed beside its numerator follows from it, and is no figure of its own."""
    one, other = pl.col(name), pl.col(f"{name} second")
    far = (one - other).abs() > _APART * pl.max_horizontal(one.abs(), other.abs())
    differs = (one.is_null() != other.is_null()) | far.fill_null(value=False)
    if name != "published":
        return differs
    return differs & pl.col("numerator").is_null() & pl.col("numerator second").is_null()


def _list(row: Mapping[str, Any]) -> Iterator[Difference]:
    period = PERIODS[_frequencies().get(row["measure"], "monthly")](row["period"])
    where = (row["measure"], row["breakdown"], row["code"], name_of_code(row["code"]), period)
    by_rate = row["numerator"] is None and row["numerator second"] is None
    for name in _NUMBERS:
        first, second = row[name], row[f"{name} second"]
        if first != second and (by_rate or name != "published"):
            yield Difference(*where, name, first, second)
