"""Hospital activity by commissioner and month: NHS England's Monthly Activity Return, April 2012 to December 2019."""

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from concordat.findings import Finding
from concordat.metrics.council_codes import ENGLAND_CODE
from concordat.metrics.edition import FIGURES
from concordat.metrics.published_file import (
    LINE,
    Reading,
    Sheet,
    as_month,
    as_number,
    check_codes,
    check_nation,
    check_numbers,
    check_once,
    check_periods,
    note_corrected,
    read_sheet,
)

KIND, MEASURE = "activity", "non-elective-episodes"
NON_ELECTIVE = "non_elective_ga_ffce"
_COUNTS = (
    *("elective_ordinary", "elective_daycase", "elective_total", NON_ELECTIVE),
    *("gp_referrals_made_all", "gp_referrals_made_ga", "first_outpatient_ga"),
)
COLUMNS = ("period", "fin_year", "region_code", "org_code", "org_name", *_COUNTS)


def read_activity(path: Path, known: Collection[str] = ()) -> Reading:
    """Non-elective general and acute first finished consultant episodes by commissioner (ODS code) and month.

    `known` are the codes that a commissioner may have; without any, every code passes. The financial year is taken
    from the month: the printed one is wrong in June 2017. X24 is NHS England itself. Raises DataError where the file
    is not this table; everything else is a finding with its line. Elective stays are not taken: some of their totals
    contradict themselves as published.
    """
    sheet = read_sheet(path, COLUMNS)
    findings = tuple([*_check_fields(sheet, known)] or _check_england(sheet))
    if findings:
        return Reading(KIND, pl.DataFrame(schema=FIGURES), findings)
    return Reading(KIND, _figures(sheet), tuple(_note_years(sheet)))


def _check_fields(sheet: Sheet, known: Collection[str]) -> Iterator[Finding]:
    yield from check_periods(sheet, "period", as_month("period"), "2019-04")
    is_england = pl.col("org_name") == "England"
    codes = pl.col("org_code").is_in(list(known)) if known else pl.col("org_code") != ""
    yield from check_codes(sheet, "org_code", codes, "commissioner", ~is_england)
    yield from check_numbers(sheet, _COUNTS, dash=False)
    yield from check_once(sheet, ["period", "org_code"])


def _check_england(sheet: Sheet) -> Iterator[Finding]:
    is_england = pl.col("org_name") == "England"
    yield from check_nation(sheet, is_england, ~is_england, "period", _COUNTS)


def _note_years(sheet: Sheet) -> Iterator[Finding]:
    start = as_month("period").dt.offset_by("-3mo").dt.year()
    ours = start.cast(pl.String) + "-" + ((start + 1) % 100).cast(pl.String).str.zfill(2)
    wrong = sheet.rows.filter(pl.col("fin_year") != ours).select(LINE, "fin_year", ours.alias("year"))
    if wrong.height:
        first, printed, year = wrong.row(0)
        yield from note_corrected(
            sheet, wrong.height, f"fin_year is not the year of the period, first on line {first}: {printed} for {year}"
        )


def _figures(sheet: Sheet) -> pl.DataFrame:
    return sheet.rows.select(
        measure=pl.lit(MEASURE),
        breakdown=pl.lit("total"),
        code=pl.when(pl.col("org_name") == "England").then(pl.lit(ENGLAND_CODE)).otherwise(pl.col("org_code")),
        period=as_month("period"),
        numerator=as_number(NON_ELECTIVE),
        denominator=pl.lit(None, pl.Float64),
        published=pl.lit(None, pl.Float64),
        missing=pl.lit(""),
    )
