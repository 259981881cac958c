"""A published file as it came: a table of text that knows its lines, and checks that name them."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from concordat.findings import Finding, Severity
from concordat.places.read_csv import read_fields
from concordat.questionnaires.read_yaml import DataError

LINE = "line"
DASH = "-"  # what publishers print where they give no figure; it is missing, never 0
NUMBER = r"^\d+(\.\d+)?$"
AT_ONCE = 1_000  # rows
SHOWN = 20  # findings of one code on one column; the rest shows when these are mended


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, every field as text without blanks around it, and the line of each under `line`."""

    path: Path
    rows: pl.DataFrame

    def where(self, line: int) -> str:
        return f"{self.path.name}: line {line}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a file: figures in the shape of FIGURES, and what there is to say about them.

    Where a finding blocks, the figures are not to be used. `note` tells where they come from, where the file does.
    """

    kind: str
    figures: pl.DataFrame
    findings: tuple[Finding, ...]
    note: str = ""
    synthetic: bool = False

    @property
    def is_sound(self) -> bool:
        return not any(finding.severity is Severity.BLOCKS for finding in self.findings)


def read_header(path: Path) -> tuple[str, ...]:
    """The columns of a CSV file. Raises DataError as `read_fields` does, and for a file without a first line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
    except (UnicodeDecodeError, csv.Error):
        raise DataError(f"{path}: this is no CSV text in UTF-8; save the table as CSV in UTF-8.") from None
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror}).") from None
    if not any(header):
        raise DataError(f"{path}: the file is empty or begins with an empty line; its first line names the columns.")
    return tuple(name.strip() for name in header)


def read_sheet(path: Path, columns: Sequence[str]) -> Sheet:
    """The whole file. Raises DataError as `read_fields` does, and where no row follows the columns."""
    rows = read_fields(path, columns)
    # part by part: a long file all at once as Python lists costs more than its share of time and memory
    parts = [_as_frame(part, columns) for part in iter(lambda: list(islice(rows, AT_ONCE)), [])]
    if not parts:
        raise DataError(f"{path}: no row follows the columns; download the file anew.")
    return Sheet(path, pl.concat(parts))


def _as_frame(rows: list[tuple[int, list[str]]], columns: Sequence[str]) -> pl.DataFrame:
    fields = list(zip(*(fields for _, fields in rows), strict=True))
    table = pl.DataFrame(fields, schema=dict.fromkeys(columns, pl.String), orient="col")
    lines = pl.Series(LINE, [line for line, _ in rows], dtype=pl.Int64)
    return table.with_columns(pl.all().str.strip_chars()).with_columns(lines)


def as_number(column: str) -> pl.Expr:
    """A column of text as numbers; what is no number, a dash among it, is null."""
    return pl.col(column).cast(pl.Float64, strict=False)


def as_month(column: str) -> pl.Expr:
    """`2019-04` as the first day of that month; null for anything else."""
    return (pl.col(column) + "-01").str.to_date("%Y-%m-%d", strict=False)


def as_year(column: str) -> pl.Expr:
    """`2017-18` as 1 April 2017; null for anything else, such as 2017-19."""
    start, end = pl.col(column).str.slice(0, 4), pl.col(column).str.slice(5)
    fits = pl.col(column).str.contains(r"^\d{4}-\d{2}$")
    follows = (start.cast(pl.Int32, strict=False) + 1) % 100 == end.cast(pl.Int32, strict=False)
    return pl.when(fits & follows).then((start + "-04-01").str.to_date("%Y-%m-%d", strict=False))


def check_periods(sheet: Sheet, column: str, read: pl.Expr, example: str) -> Iterator[Finding]:
    """Periods are written as the file's kind writes them."""
    for line, text in _pick(sheet, read.is_null(), column):
        said = f"{column} is {text!r}, which is no period."
        yield _blocks("unknown-period", sheet.where(line), said, f"Write it as {example}.")


def check_numbers(
    sheet: Sheet, columns: Iterable[str], *, pattern: str = NUMBER, dash: bool = True, blank: bool = False
) -> Iterator[Finding]:
    """Every field is a number of 0 or more, or, where the kind has them, a dash or nothing."""
    others = [DASH] * dash + [""] * blank
    for column in columns:
        wrong = ~pl.col(column).str.contains(pattern) & ~pl.col(column).is_in(others)
        for line, text in _pick(sheet, wrong, column):
            said = f"{column} is {text!r}, which is no number of 0 or more."
            hint = f"Write digits only{', or - where there is no figure' if dash else ''}; no comma, no sign."
            yield _blocks("not-a-figure", sheet.where(line), said, hint)


def check_words(sheet: Sheet, column: str, known: Iterable[str]) -> Iterator[Finding]:
    """A column holds only the words that its kind of file has."""
    words = sorted(known)
    for line, text in _pick(sheet, ~pl.col(column).is_in(words), column):
        said = f"{column} is {text!r}; known are {', '.join(words)}."
        yield _blocks("unknown-word", sheet.where(line), said, "Correct it, or take the row out.")


def check_codes(
    sheet: Sheet, column: str, known: pl.Expr, what: str, among: pl.Expr | None = None
) -> Iterator[Finding]:
    """Every code is that of a body or area that is known; `known` is true where it is."""
    wrong = ~known if among is None else among & ~known
    for line, text in _pick(sheet, wrong, column):
        said = f"{column} is {text!r}, the code of no {what} that is known."
        yield _blocks("unknown-code", sheet.where(line), said, "Correct the code; the row cannot be placed without it.")


def check_once(sheet: Sheet, columns: Sequence[str]) -> Iterator[Finding]:
    """No row stands twice for the same thing."""
    first = pl.col(LINE).min().over(columns)
    doubled = sheet.rows.filter(pl.col(LINE) > first).with_columns(first=first)
    firsts = sheet.rows.select(*columns, first=first)
    lines = dict(zip(sheet.rows[LINE], firsts["first"], strict=True)) if doubled.height else {}
    for row in doubled.head(SHOWN).iter_rows(named=True):
        named = ", ".join(str(row[column]) for column in columns)
        said = f"{named} stands twice, first on line {lines[row[LINE]]}."
        yield _blocks("row-twice", sheet.where(row[LINE]), said, "Keep the row that is right and take the other out.")


def check_sum(sheet: Sheet, total: str, parts: Sequence[str]) -> Iterator[Finding]:
    """The parts of a row make its total; a dash among them adds nothing, but a total needs some part to stand on."""
    added = pl.sum_horizontal(as_number(part) for part in parts)
    for line, said in _pick(sheet, (added - as_number(total)).abs() > _ROUNDING, total):
        row = sheet.rows.row(by_predicate=pl.col(LINE) == line, named=True)
        makes = sum(float(row[part]) for part in parts if row[part] not in ("", DASH))
        told = f"{total} is {said}, but {' + '.join(parts)} make {makes:g}."
        yield _blocks("total-is-not-the-sum", sheet.where(line), told, "Compare the row with the publisher's file.")


def check_nation(
    sheet: Sheet, nation: pl.Expr, rows: pl.Expr, by: str, columns: Sequence[str], name: str = "England"
) -> Iterator[Finding]:
    """The nation's row is the sum of the others of its period, column by column; without one there is nothing to do."""
    numbers = [as_number(column).alias(column) for column in columns]
    stated = sheet.rows.filter(nation).select(LINE, by, *numbers)
    added = sheet.rows.filter(rows).select(by, *numbers).group_by(by).agg(pl.col(columns).sum())
    both = stated.join(added, on=by, how="inner", suffix=" added").sort(LINE)
    for column in columns:
        wrong = both.filter((pl.col(column) - pl.col(f"{column} added")).abs() > _ROUNDING)
        for line, period, says, makes in wrong.select(LINE, by, column, f"{column} added").head(SHOWN).iter_rows():
            told = f"{column} of {name} in {period} is {says:g}, but the rows make {makes:g}."
            hint = "A row is missing, doubled or changed; compare with the publisher's file."
            yield _blocks("nation-is-not-the-sum", sheet.where(line), told, hint)


def check_published(sheet: Sheet, column: str, ours: pl.Expr, tolerance: float, what: str) -> Iterator[Finding]:
    """A figure that the publisher worked out is what its own numbers make."""
    apart = (as_number(column) - ours).abs() > tolerance
    for line, text in _pick(sheet, apart.fill_null(value=False), column):
        makes = sheet.rows.filter(pl.col(LINE) == line).select(ours).item()
        told = f"{column} is {text}, but {what} is {makes:.6g}."
        yield _blocks("published-figure-differs", sheet.where(line), told, "Compare the row with the publisher's file.")


def note_left_out(sheet: Sheet, rows: int, what: str) -> Iterator[Finding]:
    """Rows that are left out on purpose are said to be."""
    if rows:
        told = f"{rows} rows left out: {what}."
        yield Finding("rows-left-out", Severity.NOTE, sheet.path.name, told, "Nothing needs doing.")


def note_corrected(sheet: Sheet, rows: int, what: str) -> Iterator[Finding]:
    """What is known to be wrong in the file, and is worked out anew."""
    told = f"{rows} rows put right: {what}."
    yield Finding("rows-put-right", Severity.NOTE, sheet.path.name, told, "Nothing needs doing.")


def note_misprints(sheet: Sheet, column: str, misprints: Mapping[str, str]) -> Iterator[Finding]:
    """Codes that the publisher is known to have misprinted are read as the right ones."""
    for line, text in _pick(sheet, pl.col(column).is_in(list(misprints)), column):
        told = f"{column} is {text!r}, a known misprint, and is read as {misprints[text]}."
        yield Finding("misprinted-code", Severity.NOTE, sheet.where(line), told, "Nothing needs doing.")


_ROUNDING = 0.05  # two figures of 2012 have a decimal


def _pick(sheet: Sheet, wrong: pl.Expr, column: str) -> Iterator[tuple[int, str]]:
    """Line and text of the first rows that are wrong; what lies beyond them shows when these are mended."""
    yield from sheet.rows.filter(wrong).select(LINE, column).head(SHOWN).iter_rows()


def _blocks(code: str, where: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.BLOCKS, where, message, remedy)
