"""Counts of person-level records, released by a rule of disclosure: `concordat records compute` writes them."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import polars as pl

from concordat.findings import Finding, Severity
from concordat.metrics.council_codes import council_names
from concordat.metrics.definition import Definition
from concordat.metrics.edition import FIGURES
from concordat.metrics.published_file import (
    LINE,
    Reading,
    Sheet,
    check_codes,
    check_numbers,
    check_once,
    check_words,
    note_left_out,
    read_sheet,
)
from concordat.metrics.read_definitions import definitions
from concordat.metrics.value import TOTAL
from concordat.periods import NotAPeriod, parse_period

KIND = "released-counts"
FREQUENCIES = {"month": "monthly", "quarter": "quarterly", "year": "yearly"}
SUPPRESSED = "*"
NOWHERE = "not known"  # the place of records that name none
WHY_SUPPRESSED = "Suppressed: a small count, or one that would give a small count away."
NOBODY = "Nobody was there to count."
NOT_RELEASED = "none"  # begins the name of the rule that suppresses nothing


def columns_by(by: str) -> tuple[str, ...]:
    """The columns of a file of counts by month, quarter or year."""
    return ("metric", "area", by, "numerator", "denominator", "version", "rule", "inputs", "records")


@cache
def counted_by(frequency: str) -> Mapping[str, Definition]:
    """The id of a metric of records to the definition that its counts belong to."""
    return {one.counted.metric: one for one in definitions() if one.counted and one.frequency == frequency}


def read_counts(path: Path, by: str) -> Reading:
    """Counts of areas; `*` is suppressed, nothing is missing, and both stay apart from 0.

    `measure` is the id of the metric here, so that counts never mix with published figures. Raises DataError where the
    file is not this table; everything else is a finding with its line.
    """
    sheet = read_sheet(path, columns_by(by))
    known = counted_by(FREQUENCIES[by])
    blocking = tuple(_check(sheet, by, known))
    if blocking:
        return Reading(KIND, pl.DataFrame(schema=FIGURES), blocking)
    kept = pl.col("metric").is_in(list(known)) & (pl.col("area") != NOWHERE)
    figures = _figures(sheet.rows.filter(kept), by, known)
    return Reading(KIND, figures, tuple(_notes(sheet, by, known)), _provenance(sheet), _is_synthetic(sheet))


def _check(sheet: Sheet, by: str, known: Mapping[str, Definition]) -> Iterator[Finding]:
    yield from check_codes(
        sheet, "area", pl.col("area").is_in(list(council_names())), "council", pl.col("area") != NOWHERE
    )
    yield from _check_periods(sheet, by)
    for column in ("numerator", "denominator"):
        shown = sheet.rows.with_columns(pl.when(pl.col(column) != SUPPRESSED).then(column).otherwise(pl.lit("")))
        yield from check_numbers(Sheet(sheet.path, shown), [column], dash=False, blank=True)
    yield from check_words(sheet, "records", ("real", "synthetic"))
    yield from _check_versions(sheet, known)
    yield from check_once(sheet, ["metric", "area", by])
    yield from _check_alike(sheet)


def _check_periods(sheet: Sheet, by: str) -> Iterator[Finding]:
    kinds = {"month": "Month", "quarter": "Quarter", "year": "FinancialYear"}
    for text, line in sheet.rows.group_by(by, maintain_order=True).agg(pl.col(LINE).first()).iter_rows():
        try:
            found = type(parse_period(text)).__name__
        except NotAPeriod:
            found = ""
        if found != kinds[by]:
            yield _blocks("unknown-period", sheet, line, f"{by} is {text!r}, which is no {by}.")


def _check_versions(sheet: Sheet, known: Mapping[str, Definition]) -> Iterator[Finding]:
    """What was counted by another version of a definition is not what the metric here is."""
    stated = sheet.rows.group_by("metric", "version", maintain_order=True).agg(pl.col(LINE).first())
    for metric, version, line in stated.iter_rows():
        held = known[metric].counted if metric in known else None
        if held is not None and version != str(held.version):
            said = f"{metric} was counted by version {version} of its definition; here it is version {held.version}."
            yield _blocks("another-version", sheet, line, said, "Count again with the same version of Concordat.")


def _check_alike(sheet: Sheet) -> Iterator[Finding]:
    """One file is one release: one rule that protects, the same inputs, and records all real or all made up."""
    for column in ("rule", "inputs", "records"):
        values = sheet.rows.group_by(column, maintain_order=True).agg(pl.col(LINE).first()).rows()
        for text, line in values[1:]:
            said = f"{column} is {text!r}, and {values[0][0]!r} on line {values[0][1]}."
            yield _blocks("mixed-release", sheet, line, said, "Load each release as a file of its own.")
    first = sheet.rows.row(0, named=True)
    if not first["rule"] or first["rule"].partition(" ")[0] == NOT_RELEASED:
        said = "The counts were released by no rule of disclosure."
        hint = "Compute them again without --internal, and load that file."
        yield _blocks("not-released", sheet, first[LINE], said, hint)


def _notes(sheet: Sheet, by: str, known: Mapping[str, Definition]) -> Iterator[Finding]:
    """Rows that belong to no metric, or to no area, are left out, and that is said."""
    others = sheet.rows.filter(~pl.col("metric").is_in(list(known)))
    for (metric,), rows in others.group_by("metric", maintain_order=True):
        yield from note_left_out(sheet, rows.height, f"no metric here is counted by {by} as {metric}")
    nowhere = sheet.rows.filter(pl.col("area") == NOWHERE).height
    yield from note_left_out(sheet, nowhere, "of records that name no area")


def _figures(rows: pl.DataFrame, by: str, known: Mapping[str, Definition]) -> pl.DataFrame:
    days = {text: parse_period(text).first_day for text in rows[by].unique()}
    values = [id for id, one in known.items() if one.counted and one.counted.value]
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    is_value = pl.col("metric").is_in(values)
    number = numerator.cast(pl.Float64, strict=False)
    suppressed = (numerator == SUPPRESSED) | (denominator == SUPPRESSED)
    reason = (
        pl.when(suppressed)
        .then(pl.lit(WHY_SUPPRESSED) + " Rule: " + pl.col("rule") + ".")
        .when(numerator == "")
        .then(pl.lit(NOBODY))
        .otherwise(pl.lit(""))
    )
    return rows.select(
        measure=pl.col("metric").replace_strict({id: one.id for id, one in known.items()}, return_dtype=pl.String),
        breakdown=pl.lit(TOTAL),
        code=pl.col("area"),
        period=pl.col(by).replace_strict(days, return_dtype=pl.Date),
        numerator=pl.when(~is_value).then(number),
        denominator=pl.when(~is_value).then(denominator.cast(pl.Float64, strict=False)),
        published=pl.when(is_value).then(number),
        missing=pl.when(is_value & number.is_not_null()).then(pl.lit("")).otherwise(reason),
    )


def _provenance(sheet: Sheet) -> str:
    first = sheet.rows.row(0, named=True)
    versions = sheet.rows.select("metric", "version").unique(maintain_order=True).rows()
    counted = ", ".join(f"{metric} v{version}" for metric, version in versions)
    return f"Counted as {counted}; released by {first['rule']}; inputs {first['inputs']}; {first['records']} records."


def _is_synthetic(sheet: Sheet) -> bool:
    return bool(sheet.rows["records"][0] == "synthetic")


def _blocks(code: str, sheet: Sheet, line: int, message: str, remedy: str = "Correct the line.") -> Finding:
    return Finding(code, Severity.BLOCKS, sheet.where(line), message, remedy)
