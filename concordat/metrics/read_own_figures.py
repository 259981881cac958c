"""A place's own figures, typed or taken from its systems before anything is published: always an edition apart."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from concordat.findings import Finding, Severity
from concordat.metrics.definition import Definition
from concordat.metrics.edition import FIGURES
from concordat.metrics.published_file import DASH, Reading
from concordat.metrics.read_definitions import load_definition
from concordat.metrics.typed_cells import read_number, read_period, read_place
from concordat.metrics.value import TOTAL
from concordat.periods import FinancialYear, Month, Period, Quarter
from concordat.places.read_csv import Row, read_rows
from concordat.questionnaires.read_yaml import DataError

KIND = "own-figures"
COLUMNS = ("metric", "place", "period", "numerator", "denominator", "value")
PARTS, RATES = COLUMNS[:-1], ("metric", "place", "period", "value")  # either will do
FREQUENCIES: dict[str, type[Period]] = {"monthly": Month, "quarterly": Quarter, "yearly": FinancialYear}
NOT_GIVEN = "The place gives no figure here."


def read_own_figures(path: Path, header: tuple[str, ...] = COLUMNS) -> Reading:
    """Figures by metric, place and period: a numerator (with a denominator where the metric needs one), or a value.

    `header` is COLUMNS, PARTS or RATES. A blank or a dash is missing. `measure` is the metric's id, so that own figures
    never mix with published ones. Raises DataError where the file is no such table; other mistakes are findings.
    """
    findings: list[Finding] = []
    figures: list[tuple[object, ...]] = []
    seen: dict[tuple[object, ...], int] = {}
    for row in read_rows(path, header):
        try:
            figure = _of_row(row)
        except DataError as problem:
            findings.append(_blocks("own-figure-unreadable", row, str(problem).removeprefix(f"{row.path}: ")))
            continue
        first = seen.setdefault(figure[:4], row.line)
        if first != row.line:
            said = f"line {row.line}: this metric, place and period stand on line {first} too."
            findings.append(_blocks("row-twice", row, said))
        figures.append(figure)
    if not figures and not findings:
        raise DataError(f"{path}: there is no figure in this file; add a line for each metric, place and period.")
    return Reading(KIND, pl.DataFrame(figures, schema=FIGURES, orient="row"), tuple(findings))


def _of_row(row: Row) -> tuple[object, ...]:
    """Raises DataError saying what is wrong with the line."""
    where = f"{row.path}: line {row.line}"
    definition = load_definition(row.filled("metric"))
    area = read_place(row.filled("place"), where)
    period = read_period(row.filled("period"), where)
    if not isinstance(period, FREQUENCIES[definition.frequency]):
        raise row.error(f"{definition.id} is {definition.frequency}; {period} is no such period.")
    numbers = {name: _number(row, name) for name in ("numerator", "denominator", "value") if name in row.values}
    numerator, denominator, value = (numbers.get(name) for name in ("numerator", "denominator", "value"))
    for problem in _list_problems(definition, numerator, denominator, value):
        raise row.error(problem)
    missing = "" if numerator is not None or value is not None else NOT_GIVEN
    return definition.id, TOTAL, area.code, period.first_day, numerator, denominator, value, missing


def _list_problems(
    definition: Definition, numerator: float | None, denominator: float | None, value: float | None
) -> Iterator[str]:
    if any(number is not None and number < 0 for number in (numerator, denominator, value)):
        yield "a figure is below 0; write numbers of 0 or more."
    if denominator == 0:
        yield "the denominator is 0; leave the numerator and it empty where there was nobody."
    if denominator is not None and numerator is None:
        yield "there is a denominator without a numerator; give both, or a value."
    if None not in (numerator, denominator, value):
        made = definition.multiplier * numerator / denominator  # type: ignore[operator]
        if abs(made - value) > 0.01 * max(abs(made), 1):  # type: ignore[operator]
            yield f"value is {value:g}, but numerator and denominator make {made:g} {definition.unit}; correct one."


def _number(row: Row, column: str) -> float | None:
    if row[column] == DASH:
        return None
    return read_number(row[column], column, f"{row.path}: line {row.line}")


def _blocks(code: str, row: Row, message: str) -> Finding:
    where = f"{row.path.name}: line {row.line}"
    return Finding(code, Severity.BLOCKS, where, message.removeprefix(f"line {row.line}: "), "Correct the line.")
