"""Series: a metric's values in a place, period by period, from the editions at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from concordat.metrics.cells import Cell
from concordat.metrics.definition import Definition
from concordat.metrics.denominators import calculate_denominator
from concordat.metrics.intervals import rate_interval, wilson
from concordat.metrics.value import Floats, Series, Value, Where
from concordat.periods import Period
from concordat.places.area import VINTAGES, Area
from concordat.places.population import Missing


@dataclass(frozen=True, slots=True)
class Found:
    """What the editions hold for one place: cells by period, the periods that ought to be there, and whose they are.

    `counted` are the codes that have figures. `own` says that these are a place's own figures, so that a value that was
    given stands; for published ones it stands only where the definition has no denominator.
    """

    cells: Mapping[Period, Cell]
    periods: Sequence[Period]
    edition: str
    counted: frozenset[str] = frozenset()
    own: bool = False


def build_series(definition: Definition, where: Where, breakdown: str, found: Found) -> Series:
    """Values and intervals of everything found; a period without a cell says why."""
    denominators: dict[tuple[int, int], float | Missing] = {}
    values = [_value(definition, where, period, found, denominators) for period in found.periods]
    lower, upper = _interval(definition, values)
    whole = tuple(
        Value(one.period, one.numerator, one.denominator, one.value, low, high, one.edition, one.missing, one.note)
        for one, low, high in zip(values, _plain(lower), _plain(upper), strict=True)
    )
    return Series(definition, where, breakdown, found.edition, whole)


def _value(
    definition: Definition, where: Where, period: Period, found: Found, known: dict[tuple[int, int], float | Missing]
) -> Value:
    cell = found.cells.get(period)
    if cell is None:
        return Value(period, None, None, None, None, None, found.edition, _why_absent(where, period))
    bottom = _denominator(definition, where, period, cell, found, known)
    under = None if isinstance(bottom, Missing) else bottom
    stands = found.own or (definition.held is not None and definition.held.denominator == "none")
    value, missing = None, cell.missing
    if cell.numerator is not None and under:
        value, missing = definition.multiplier * cell.numerator / under, ""
    elif stands and cell.published is not None:
        value, missing = cell.published, ""
    elif cell.numerator is not None and not missing:
        missing = bottom.reason if isinstance(bottom, Missing) else "The denominator is 0."
    return Value(period, cell.numerator, under, value, None, None, cell.edition, missing, cell.note)


def _denominator(
    definition: Definition,
    where: Where,
    period: Period,
    cell: Cell,
    found: Found,
    known: dict[tuple[int, int], float | Missing],
) -> float | Missing:
    if cell.denominator is not None:
        return cell.denominator
    kind = definition.held.denominator if definition.held else definition.people
    span = (period.last_day - period.first_day).days if kind == "days" else 0
    key = (period.first_day.year, span)
    if key not in known:
        known[key] = calculate_denominator(kind, where, period, found.counted)
    return known[key]


def _interval(definition: Definition, values: Sequence[Value]) -> tuple[Floats, Floats]:
    """None (NaN) where there is no value, or nothing to make an interval of."""
    none = np.full(len(values), np.nan)
    made = [one.value is not None and one.numerator is not None and one.denominator is not None for one in values]
    if definition.interval == "none" or not any(made):
        return none, none
    count = np.array([one.numerator if ok else np.nan for one, ok in zip(values, made, strict=True)], dtype=float)
    people = np.array([one.denominator if ok else np.nan for one, ok in zip(values, made, strict=True)], dtype=float)
    if definition.interval == "wilson":
        low, high = wilson(count, people)
        return definition.multiplier * low, definition.multiplier * high
    return rate_interval(count, people, per=definition.multiplier)


def _plain(numbers: Floats) -> list[float | None]:
    return [None if np.isnan(number) else float(number) for number in numbers]


def _why_absent(where: Where, period: Period) -> str:
    """A place that is younger or older than the period has its land in other figures; else the source left it out."""
    if isinstance(where, Area):
        first = max(council.first for council in where.councils)
        last = min(council.last for council in where.councils)
        if first > VINTAGES[0] and (period.first_day.year, period.first_day.month) < (first, 4):
            return f"On these boundaries only since April {first}; before, its land was in other figures."
        if last < VINTAGES[-1] and (period.first_day.year, period.first_day.month) >= (last + 1, 4):
            return f"On these boundaries only until March {last + 1}; after, its land is in other figures."
    return f"The edition has no figure for {where.name} in {period}."
