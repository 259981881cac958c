"""Series to chart from a CSV file: columns date and value, and series or target where there are several or it moves.

What people save is read: with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252, with dates as days, months,
quarters, years or Excel's numbers. What cannot be read is told line by line.
"""

import csv
import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from concordat.metrics.control_charts.when import are_years, as_day
from concordat.metrics.typed_cells import LARGEST
from concordat.periods import NotAPeriod
from concordat.questionnaires.read_yaml import DataError

COLUMNS = ("date", "value", "series", "target")
NEEDED = ("date", "value")
MOST = 5  # mistakes told of one file
EXCEL_DAYS = (20_000, 60_000)  # 1954 to 2064
EXCEL_ZERO = date(1899, 12, 30)
_DECIMAL_COMMA = re.compile(r"^[-+]?\d+,(\d{1,2}|\d{4,})$")
_THOUSANDS = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class NamedSeries:
    """One series of a file, in order of time; a gap is None. `targets` is None where the file has no such column."""

    name: str
    days: tuple[date, ...]
    values: tuple[float | None, ...]
    targets: tuple[float | None, ...] | None
    was_sorted: bool


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    series: str
    day: date
    value: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file is to be read: where its columns are, what parts its cells, what 2011-12 means in it."""

    path: Path
    header: dict[str, int]
    delimiter: str
    years: bool


def read_series(path: Path) -> list[NamedSeries]:
    """Every series of a file, in the order in which they come up; one without a name is called after the file.

    Raises DataError for a file that is not there, is no text, lacks a column or has no rows, and for up to five lines
    with a date or figure that is none or a date that stands twice.
    """
    lines = _read_text(path)
    delimiter = _delimiter(lines[0])
    header, rows = _split(path, lines, delimiter)
    if not rows:
        raise DataError(f"{path}: there is no row under the heading; give a line for each date.")
    problems: list[str] = []
    form = _Form(path, header, delimiter, are_years(cells[header["date"]] for _, cells in rows))
    read = [found for at, cells in rows if (found := _row(form, at, cells, problems))]
    series = [_series(path, name, found, "target" in header, problems) for name, found in _by_series(read).items()]
    if problems:
        more = f"\n… and {len(problems) - MOST} more." if len(problems) > MOST else ""
        raise DataError("\n".join(problems[:MOST]) + more)
    return series


def _read_text(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror}).") from None
    if data.startswith(b"PK"):
        raise DataError(f"{path}: this is a workbook; save its sheet as CSV.")
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            lines = text.splitlines()
            if not any(line.strip() for line in lines):
                raise DataError(f"{path}: the file is empty; give the columns date,value and a line for each date.")
            return lines
    raise DataError(f"{path}: this is not a text file; save it as CSV in UTF-8.")


def _delimiter(first: str) -> str:
    return max((",", ";", "\t"), key=first.count)


def _split(path: Path, lines: list[str], delimiter: str) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Where each column is, and the cells of each line that is not blank, with its number."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as problem:
        raise DataError(f"{path}: line {reader.line_num}: not valid CSV ({problem}); check its quotes.") from None
    names = [name.lower() for name in rows[0][1]]
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        there = ", ".join(rows[0][1])
        raise DataError(f"{path}: there is no column {' and none '.join(lacking)}; the columns are: {there}.")
    doubled = next((name for name in COLUMNS if names.count(name) > 1), None)
    if doubled:
        raise DataError(f"{path}: the column {doubled} stands twice; keep one of them.")
    for line, cells in rows[1:]:
        if any(cells[len(names) :]):
            many = f"{len(cells)} cells where the heading has {len(names)}"
            raise DataError(f"{path}: line {line}: {many}; put quotes round a figure that is written with commas.")
    filled = [(line, cells + [""] * (len(names) - len(cells))) for line, cells in rows[1:]]
    return {name: names.index(name) for name in COLUMNS if name in names}, filled


def _row(form: _Form, line: int, cells: list[str], problems: list[str]) -> _Row | None:
    where = f"{form.path}: line {line}"
    found = {name: cells[at] for name, at in form.header.items()}
    try:
        day = read_day(found["date"], years=form.years)
        value = read_figure(found["value"], form.delimiter)
        target = read_figure(found.get("target", ""), form.delimiter)
    except ValueError as problem:
        problems.append(f"{where}: {problem}")
        return None
    name = found.get("series", form.path.stem)
    if not name:
        problems.append(f"{where}: the series has no name; fill it in, or leave the column out.")
        return None
    return _Row(line, name, day, value, target)


def read_day(text: str, *, years: bool = False) -> date:
    """A day, the first day of a period, or the day of an Excel number. Raises NotAPeriod."""
    if not text:
        raise NotAPeriod("the date is empty; write it as 2016-04-01, 2016-04, Apr 2016 or 2016-17 Q1.")
    if text.isascii() and text.isdigit() and EXCEL_DAYS[0] <= int(text) <= EXCEL_DAYS[1]:
        return EXCEL_ZERO + timedelta(days=int(text))
    return as_day(text, years=years)


def read_figure(text: str, delimiter: str = ",") -> float | None:
    """A figure as people type it: 1234.5, 1,234.5, 51.8%, and 51,8 where semicolons part the cells. Empty is None.

    Raises ValueError for anything else, among it 1,234 where semicolons part the cells, which may be either.
    """
    plain = text.removesuffix("%").strip().replace("−", "-")
    if not plain:
        return None
    if delimiter == ";" and _DECIMAL_COMMA.match(plain):
        plain = plain.replace(",", ".")
    elif delimiter != ";" and _THOUSANDS.match(plain):
        plain = plain.replace(",", "")
    try:
        number = float(plain) if plain.isascii() and "_" not in plain else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is not a number; write one such as 1234.5, or leave it empty for a gap.")
    if abs(number) > LARGEST:
        raise ValueError(f"{text!r} is beyond any figure; check its digits.")
    return number


def _by_series(rows: list[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.series, []).append(row)
    return found


def _series(path: Path, name: str, rows: list[_Row], has_targets: bool, problems: list[str]) -> NamedSeries:
    seen: dict[date, int] = {}
    for row in rows:
        if row.day in seen:
            of = f" in {name}" if name != path.stem else ""
            first = f"first on line {seen[row.day]}"
            problems.append(f"{path}: line {row.line}: {row.day} stands twice{of}, {first}; keep one of them.")
        seen.setdefault(row.day, row.line)
    ordered = sorted(rows, key=lambda row: row.day)
    return NamedSeries(
        name,
        tuple(row.day for row in ordered),
        tuple(row.value for row in ordered),
        tuple(row.target for row in ordered) if has_targets else None,
        was_sorted=ordered == rows,
    )
