"""Discharge-ready date: who left hospital on the day they were ready, and how long the others waited. NHS England,
2024-25, by month and for the year; by council, ICB and trust."""

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from concordat.findings import Finding
from concordat.metrics.council_codes import ENGLAND_CODE, council_names
from concordat.metrics.edition import FIGURES
from concordat.metrics.published_file import (
    DASH,
    Reading,
    Sheet,
    as_month,
    as_number,
    check_codes,
    check_nation,
    check_numbers,
    check_once,
    check_periods,
    check_published,
    check_sum,
    check_words,
    read_sheet,
)

KIND, KIND_YEAR = "discharge-ready", "discharge-ready-year"
COLUMNS = (
    *("level", "code", "name", "month", "discharges", "same_day", "delayed"),
    *("bed_days_after_drd", "avg_days_excl_zero"),
)
_BANDS = ("no_delay", "one_day", "two_three", "four_six", "seven_thirteen", "fourteen_twenty", "twenty_one_plus")
COLUMNS_YEAR = (
    *("level", "code", "name", "months", "discharges", "same_day", "same_day_pct", "delayed", "delayed_pct"),
    *("bed_days_after_drd", "avg_days_delayed", "avg_days_incl_zero"),
    *(f"{what}_{band}" for band in _BANDS for what in ("n", "beddays")),
)
COUNTS = ("discharges", "same_day", "delayed", "bed_days_after_drd")
LEVELS = ("England", "ICB", "UTLA", "Provider")

# Measure to its numerator, denominator, and the column that prints what they make.
MEASURES = {
    "discharge-delay": ("bed_days_after_drd", "discharges", "avg_days_incl_zero"),
    "discharged-when-ready": ("same_day", "discharges", "same_day_pct"),
    "delay-of-the-delayed": ("bed_days_after_drd", "delayed", "avg_days_excl_zero"),
}
_NOBODY = "Nobody was delayed, so that there is no mean delay of the delayed."
_UNPRINTED = "The source prints - here."


def read_discharge(path: Path, known: Collection[str] = ()) -> Reading:
    """Bed days after the discharge-ready date, discharges on it and all discharges, by area or body and month.

    `known` are the ODS codes that an ICB or a trust may have; without any, every code passes. A blank mean belongs to
    rows where nobody was delayed: with discharges without a delay counted as 0 days, the mean is 0. A dash is missing.
    Raises DataError where the file is not this table; everything else is a finding with its line.
    """
    sheet = read_sheet(path, COLUMNS)
    findings = tuple([*_check_months(sheet, known)] or _check_sums_of_months(sheet))
    if findings:
        return Reading(KIND, pl.DataFrame(schema=FIGURES), findings)
    return Reading(KIND, _figures(sheet, as_month("month"), ""), ())


def read_discharge_year(path: Path, known: Collection[str] = ()) -> Reading:
    """As `read_discharge`, for the year 2024-25, which the file does not name."""
    sheet = read_sheet(path, COLUMNS_YEAR)
    findings = tuple([*_check_year(sheet, known)] or _check_sums_of_year(sheet))
    if findings:
        return Reading(KIND_YEAR, pl.DataFrame(schema=FIGURES), findings)
    return Reading(KIND_YEAR, _figures(sheet, pl.date(2024, 4, 1), "-yearly"), ())


def _check_months(sheet: Sheet, known: Collection[str]) -> Iterator[Finding]:
    yield from check_periods(sheet, "month", as_month("month"), "2024-04")
    yield from _check_bodies(sheet, known)
    yield from check_numbers(sheet, COUNTS)
    yield from check_numbers(sheet, ["avg_days_excl_zero"], blank=True)
    yield from check_once(sheet, ["level", "code", "month"])


def _check_sums_of_months(sheet: Sheet) -> Iterator[Finding]:
    """ICBs make England. Councils do not: it counts people who live elsewhere. Nor do trusts: some are not accepted."""
    yield from check_sum(sheet, "discharges", ["same_day", "delayed"])
    level = pl.col("level")
    yield from check_nation(sheet, level == "England", level == "ICB", "month", COUNTS)
    mean = as_number("bed_days_after_drd") / as_number("delayed")
    yield from check_published(sheet, "avg_days_excl_zero", mean, 0.0051, "bed_days_after_drd divided by delayed")


def _check_year(sheet: Sheet, known: Collection[str]) -> Iterator[Finding]:
    yield from _check_bodies(sheet, known)
    people, days = [f"n_{band}" for band in _BANDS], [f"beddays_{band}" for band in _BANDS]
    yield from check_numbers(sheet, ["months", *COUNTS, *people, *days])
    yield from check_numbers(
        sheet, ["same_day_pct", "delayed_pct", "avg_days_delayed", "avg_days_incl_zero"], blank=True
    )
    yield from check_once(sheet, ["level", "code"])


def _check_sums_of_year(sheet: Sheet) -> Iterator[Finding]:
    people, days = [f"n_{band}" for band in _BANDS], [f"beddays_{band}" for band in _BANDS]
    yield from check_sum(sheet, "discharges", ["same_day", "delayed"])
    yield from check_sum(sheet, "discharges", people)
    yield from check_sum(sheet, "bed_days_after_drd", days)
    share = 100 * as_number("same_day") / as_number("discharges")
    yield from check_published(sheet, "same_day_pct", share, 0.0051, "same_day of discharges in %")
    mean = as_number("bed_days_after_drd") / as_number("discharges")
    yield from check_published(sheet, "avg_days_incl_zero", mean, 0.0051, "bed_days_after_drd divided by discharges")


def _check_bodies(sheet: Sheet, known: Collection[str]) -> Iterator[Finding]:
    yield from check_words(sheet, "level", LEVELS)
    councils, level = pl.col("code").is_in(list(council_names())), pl.col("level")
    yield from check_codes(sheet, "code", councils, "council", level == "UTLA")
    bodies = pl.col("code").is_in(list(known)) if known else pl.col("code") != ""
    yield from check_codes(sheet, "code", bodies, "ICB or trust", level.is_in(["ICB", "Provider"]))


def _figures(sheet: Sheet, period: pl.Expr, suffix: str) -> pl.DataFrame:
    code = pl.when(pl.col("level") == "England").then(pl.lit(ENGLAND_CODE)).otherwise(pl.col("code"))
    parts = []
    for measure, (numerator, denominator, printed) in MEASURES.items():
        column = "avg_days_delayed" if suffix and measure == "delay-of-the-delayed" else printed
        dashed = (pl.col(numerator) == DASH) | (pl.col(denominator) == DASH)
        nobody = as_number(denominator) == 0
        parts.append(
            sheet.rows.select(
                measure=pl.lit(measure + suffix),
                breakdown=pl.lit("total"),
                code=code,
                period=period,
                numerator=as_number(numerator),
                denominator=as_number(denominator),
                published=as_number(column) if column in sheet.rows.columns else pl.lit(None, pl.Float64),
                missing=pl.when(dashed)
                .then(pl.lit(_UNPRINTED))
                .when(nobody)
                .then(pl.lit(_NOBODY))
                .otherwise(pl.lit("")),
            )
        )
    return pl.concat(parts)
