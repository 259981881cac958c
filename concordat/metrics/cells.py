"""Cells: what editions hold for one place, brought to one row for each period, before anything is worked out of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

import polars as pl

from concordat.periods import FinancialYear, Month, Period, Quarter

NOT_ADDED = "Rates cannot be added up, and their numerators were not published."
PERIODS: dict[str, Callable[[date], Period]] = {
    "monthly": lambda day: Month(day.year, day.month),
    "quarterly": lambda day: Quarter(FinancialYear(day.year - (day.month < 4)), (day.month - 4) % 12 // 3 + 1),
    "yearly": lambda day: FinancialYear(day.year - (day.month < 4)),
}


class Cell(NamedTuple):
    """One period's figures of a place; None where the source gives none, and why."""

    numerator: float | None
    denominator: float | None
    published: float | None
    missing: str
    edition: str
    note: str = ""


def make_cells(rows: pl.DataFrame, frequency: str, parts: int | None = 1) -> dict[Period, Cell]:
    """Cells by period, in order. Rows of one period are added up: councils of a place, breakdowns, months of a quarter.

    `parts` is how many rows make a period; None adds up as many as there are. Where one lacks a figure the sum does
    too: a dash is never 0.
    """
    period_of = PERIODS[frequency]
    found: dict[Period, list[Cell]] = {}
    columns = ("period", "numerator", "denominator", "published", "missing", "edition")
    for day, *figures in rows.sort("period").select(columns).iter_rows():
        found.setdefault(period_of(day), []).append(Cell(*figures))
    return {period: _added(cells, parts) for period, cells in found.items()}


def list_periods(first: date, last: date, frequency: str) -> list[Period]:
    """Every period of a frequency, from the one that holds `first` to the one that holds `last`."""
    period_of = PERIODS[frequency]
    period, end = period_of(first), period_of(last)
    found: list[Period] = [period]
    while period != end:
        period = period.plus(1) if isinstance(period, Month) else period.next()
        found.append(period)
    return found


def _added(cells: list[Cell], parts: int | None) -> Cell:
    edition = cells[-1].edition
    if parts == len(cells) == 1:
        return cells[0]
    if parts is not None and len(cells) != parts:
        return Cell(None, None, None, f"There are {len(cells)} of the {parts} figures that make it.", edition)
    missing = next((cell.missing for cell in cells if cell.missing), "")
    if any(cell.numerator is None for cell in cells):
        return Cell(None, None, None, missing or NOT_ADDED, edition)
    return Cell(_sum(cell.numerator for cell in cells), _sum(cell.denominator for cell in cells), None, "", edition)


def _sum(numbers: Iterable[float | None]) -> float | None:
    held = list(numbers)
    return None if None in held else sum(number for number in held if number is not None)


def latest_edition(cells: Mapping[Period, Cell], order: list[str]) -> str:
    """The edition of these cells that came last."""
    return max((cell.edition for cell in cells.values()), key=order.index, default="")
