"""A monthly series in, from any CSV file or sheet that has a month and a number in each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from concordat.flow.cells import BadTable, as_month, as_number
from concordat.flow.read_table import Row, Table, read_table
from concordat.periods import Month

FEWEST = 24  # months; with fewer no season can be told from chance
MOST = 600


@dataclass(frozen=True)
class Monthly:
    """People (or days) counted in each month, without a gap, and the column that they come from."""

    column: str
    months: tuple[Month, ...]
    counts: tuple[float, ...]


def read_months(
    path: Path,
    *,
    month: str | None = None,
    value: str | None = None,
    only: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Monthly:
    """The series in the column `value` by the months of the column `month`, of the rows where `only` holds.

    Without `month`, the first column of months; without `value`, the only column of numbers. `only` maps a column to
    what has to stand in it, as in {"name": "Southend-on-Sea"}; capitals do not matter. Raises BadTable where a cell is
    wrong, a month stands twice or is missing, a count is negative, or there are fewer than 24 months.
    """
    table = read_table(path, sheet)
    rows = _choose(table, only or {})
    month = month or _find_month(table, rows)
    value = value or _find_value(table, rows, month, set(only or {}))
    table.require([month, value])
    found: dict[Month, float] = {}
    for row in rows:
        when = row[month].month()
        if when in found:
            row[month].refuse(f"{when} stands twice; give one row a month, or choose rows that belong together.")
            break  # it goes on like this
        count = row[value].number(0)
        if when is not None and count is not None:
            found[when] = count
    _check_months(table, found)
    ordered = sorted(found)
    return Monthly(value, tuple(ordered), tuple(found[one] for one in ordered))


def _choose(table: Table, only: Mapping[str, str]) -> list[Row]:
    table.require(list(only))
    rows = list(table.rows)
    for column, wanted in only.items():
        there = {row[column].text for row in rows}
        rows = [row for row in rows if row[column].text.lower() == wanted.strip().lower()]
        if not rows:
            shown = ", ".join(sorted(there)[:8]) + (", …" if len(there) > 8 else "")
            raise BadTable(f"{table.where}: no row has {wanted!r} in the column {column}; there are {shown or 'none'}.")
    if not rows:
        raise BadTable(f"{table.where}: there is no row below the names of the columns.")
    return rows


def _find_month(table: Table, rows: list[Row]) -> str:
    for name in table.columns:
        if name and as_month(rows[0][name].value) is not None:
            return name
    raise BadTable(f"{table.where}: no column holds months such as 2025-11; name the column that does.")


def _find_value(table: Table, rows: list[Row], month: str, used: set[str]) -> str:
    taken = {month.lower(), *(name.lower() for name in used)}
    numbers = [
        name
        for name in table.columns
        if name and name.lower() not in taken and any(as_number(row[name].value) is not None for row in rows)
    ]
    if len(numbers) == 1:
        return numbers[0]
    found = f"these hold numbers: {', '.join(numbers[:8])}" if numbers else "none holds numbers"
    raise BadTable(f"{table.where}: name the column to forecast; {found}.")


def _check_months(table: Table, found: Mapping[Month, float]) -> None:
    table.problems.stop()
    if not found or max(found) == min(found):
        table.problems.add(table.where, f"there is no series of months; give {FEWEST} or more.")
        table.problems.stop()
    first, last = min(found), max(found)
    span = (last.year - first.year) * 12 + last.number - first.number + 1
    if span > MOST:
        table.problems.add(table.where, f"from {first} to {last} are {span} months; at most {MOST} are read.")
    elif missing := [str(first.plus(step)) for step in range(span) if first.plus(step) not in found]:
        shown = ", ".join(missing[:6]) + (", …" if len(missing) > 6 else "")
        table.problems.add(table.where, f"missing between {first} and {last}: {shown}; add a row for each.")
    elif span < FEWEST:
        table.problems.add(table.where, f"{span} months are too few to see a season; give {FEWEST} or more.")
    elif not any(found.values()):
        table.problems.add(table.where, "every month is 0; there is nothing to forecast.")
    table.problems.stop()
