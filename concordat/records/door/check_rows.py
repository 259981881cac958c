"""Which rows can be used, and why the others cannot: each refused row counts once, under its first reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from concordat.records.compiler import compiled
from concordat.records.door.identifiers import Kind, are_valid, clean, find_kind
from concordat.records.door.read_rows import RowsIn
from concordat.records.door.typed import as_text, as_typed
from concordat.records.schema import EARLIEST_BIRTH_YEAR, LONGEST_TEXT, Table

ROWS_SHOWN = 10  # of each reason
GOES_ON = 2**31 - 1  # instead of the end of a spell that has none

REASONS = {
    "missing-value": "a cell that has to be filled is empty",
    "wrong-type": "a cell is no date or no year; write dates as YYYY-MM-DD or DD/MM/YYYY",
    "unknown-code": "a code is not on the list of its column",
    "wrong-identifier": "an NHS number does not have ten digits, or its check digit is wrong",
    "too-long": "a text is longer than 200 characters",
    "wrong-birth-year": "a year of birth is before 1890, or after the event",
    "in-the-future": "a date lies after today",
    "dates-reversed": "a spell ends before it begins, or the ready date lies outside it",
    "duplicate": "the row says the same as an earlier one",
    "overlap": "the spell begins while an earlier one of the person goes on, or what happens once happens twice",
}


@dataclass(frozen=True)
class Refused:
    """Rows that cannot be used for one reason: how many, and where the first of them are. Cells are never shown."""

    reason: str
    column: str
    count: int
    rows: tuple[int, ...]

    def as_dict(self) -> dict[str, object]:
        return {"reason": self.reason, "column": self.column, "count": self.count, "rows": list(self.rows)}


@dataclass
class CheckedFile:
    """A file's typed rows, which of them are refused (0: none; else the place of the reason), and the reasons."""

    source: RowsIn
    typed: pl.DataFrame
    identifier: Kind
    refusal: NDArray[np.int16]
    reasons: list[tuple[str, str]]

    @property
    def rows(self) -> int:
        return self.typed.height

    @property
    def accepted(self) -> int:
        return int((self.refusal == 0).sum())

    def refuse(self, rows: NDArray[np.int64], reason: str, column: str) -> None:
        """Refuse more rows, for a reason that was found by looking at rows together."""
        self.reasons.append((reason, column))
        self.refusal[rows] = len(self.reasons)

    def refused(self) -> Iterator[Refused]:
        """Each reason that any row was refused for."""
        for number, (reason, column) in enumerate(self.reasons, 1):
            rows = np.flatnonzero(self.refusal == number)
            if len(rows):
                shown = tuple(int(row) + self.source.first_row for row in rows[:ROWS_SHOWN])
                yield Refused(reason, column, len(rows), shown)


def check_rows(source: RowsIn, today: date, identifier: Kind | None = None) -> CheckedFile:
    """Look at each row of a file by itself. `identifier` says what `person` holds; without it, the cells do."""
    table, rows = source.table, source.rows
    people = rows.get_column("person")
    kind = identifier or find_kind(people, source.says_nhs_number)
    held = [column for column in table.columns if column.id in rows.columns]
    typed = pl.DataFrame([as_typed(rows.get_column(column.id), table.id, column).alias(column.id) for column in held])
    typed = typed.with_columns(clean(people, kind).alias("person"))
    extra = [name for name in rows.columns if name not in typed.columns]
    typed = typed.with_columns(as_text(rows.get_column(name)).alias(name) for name in extra)
    refusal, reasons = np.zeros(rows.height, np.int16), []
    for reason, column, is_wrong in _wrongs(source, typed, kind, today):
        reasons.append((reason, column))
        wrong = is_wrong.fill_null(False).to_numpy()
        refusal[wrong & (refusal == 0)] = len(reasons)
    return CheckedFile(source, typed, kind, refusal, reasons)


def check_together(files: list[CheckedFile]) -> None:
    """Look at the accepted rows of one table's files together, for duplicates and overlaps."""
    table = files[0].source.table
    parts = [_slim(number, file, table) for number, file in enumerate(files)]
    slim = pl.concat(parts).sort("person", "begins", "ends", "file", "row")
    again = slim.select(pl.struct("person", "content").is_first_distinct().not_()).to_series()
    _refuse(files, slim.filter(again), "duplicate")
    if table.overlaps == "refused":
        once = slim.filter(~again)
        late = overlapping(
            once.get_column("person").to_numpy(),
            once.get_column("begins").to_numpy(),
            once.get_column("ends").to_numpy(),
        )
        _refuse(files, once.filter(pl.Series(late)), "overlap")


@compiled
def overlapping(person: NDArray[np.uint64], begins: NDArray[np.int32], ends: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Of rows in order of person and begin, those that begin before an accepted one of the person has ended."""
    late = np.zeros(len(person), np.bool_)
    until = 0
    for row in range(len(person)):
        if row and person[row] == person[row - 1]:
            late[row] = begins[row] < until
            until = until if late[row] else max(until, ends[row])
        else:
            until = ends[row]
    return late


def _slim(number: int, file: CheckedFile, table: Table) -> pl.DataFrame:
    """What is needed of the accepted rows: the person and the whole content as numbers, the spell, where it stands."""
    keep = np.flatnonzero(file.refusal == 0)
    rows = file.typed[keep]
    ends = rows.get_column(table.ends).to_physical().fill_null(GOES_ON) if table.ends in rows.columns else None
    held = [column.id for column in table.columns if column.id in rows.columns]
    return pl.DataFrame(
        {
            "person": rows.get_column("person").hash(),
            "content": rows.select(pl.struct(held).hash()).to_series()
            if rows.height
            else pl.Series([], dtype=pl.UInt64),
            "begins": rows.get_column(table.begins).to_physical(),
            "ends": ends if ends is not None else pl.repeat(GOES_ON, rows.height, dtype=pl.Int32, eager=True),
            "file": pl.repeat(number, rows.height, dtype=pl.Int32, eager=True),
            "row": keep,
        }
    )


def _refuse(files: list[CheckedFile], rows: pl.DataFrame, reason: str) -> None:
    for number, file in enumerate(files):
        mine = rows.filter(pl.col("file") == number).get_column("row").to_numpy()
        if len(mine):
            file.refuse(mine, reason, file.source.table.begins)


def _wrongs(source: RowsIn, typed: pl.DataFrame, kind: Kind, today: date) -> Iterator[tuple[str, str, pl.Series]]:
    """Every reason in the order in which it is given, with the rows that it holds of."""
    table, people = source.table, typed.get_column("person")
    yield "missing-value", "person", people.is_null()
    yield "wrong-identifier", "person", ~are_valid(people, kind)
    for column in table.columns:
        if column.id == "person" or column.id not in typed.columns:
            continue
        values, cells = typed.get_column(column.id), as_text(source.rows.get_column(column.id))
        if column.required:
            yield "missing-value", column.id, cells.is_null()
        wrong = "unknown-code" if column.type == "code" else "wrong-type"
        yield wrong, column.id, values.is_null() & cells.is_not_null()
        if column.pattern:
            yield "unknown-code", column.id, ~values.str.contains(column.pattern)
        if column.type == "text":
            yield "too-long", column.id, values.str.len_chars() > LONGEST_TEXT
        if column.type == "date":
            yield "in-the-future", column.id, values > today
    begins = typed.get_column(table.begins)
    if "birth_year" in typed.columns:
        born = typed.get_column("birth_year")
        yield "wrong-birth-year", "birth_year", (born < EARLIEST_BIRTH_YEAR) | (born > begins.dt.year())
    if table.ends in typed.columns:
        yield "dates-reversed", table.ends or "", typed.get_column(table.ends) < begins
    if "ready" in typed.columns:
        ready = typed.get_column("ready")
        late = ready > typed.get_column("discharged") if "discharged" in typed.columns else ready.is_null()
        yield "dates-reversed", "ready", (ready < begins) | late.fill_null(False)
