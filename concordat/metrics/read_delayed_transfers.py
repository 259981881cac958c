"""Delayed transfers of care by council and month: NHS England's table, April 2011 to December 2019."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from concordat.findings import Finding
from concordat.metrics.council_codes import ENGLAND_CODE, ons_codes_by_social_care
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
    note_left_out,
    read_sheet,
)

KIND = "delayed-transfers"
MEASURE = "delayed-days"
WHOLE = r"^\d+$"

# Breakdown to its column in the table by council, and in the national one.
BY_TYPE = {"acute": "acute_days", "non-acute": "non_acute_days"}
BY_BODY = {"nhs": "nhs_days", "social-care": "social_care_days", "both": "both_days"}
BY_REASON = {
    "reason-a": "A_completion_of_assessment",
    "reason-b": "B_public_funding",
    "reason-c": "C_further_non_acute_nhs",
    "reason-di": "Di_residential_home",
    "reason-dii": "Dii_nursing_home",
    "reason-e": "E_care_package_own_home",
    "reason-f": "F_community_equipment",
    "reason-g": "G_patient_family_choice",
    "reason-h": "H_disputes",
    "reason-i": "I_housing",
    "reason-o": "O_other",
}
TOTALS = ("total_days", "total_days_org", "total_days_reason")
BREAKDOWNS = {"total": "total_days", **BY_TYPE, **BY_BODY, **BY_REASON}
MEANS = {
    f"{column.removesuffix('_days')}_avg_people_published": column
    for column in (*BY_TYPE.values(), "total_days", *BY_BODY.values())
}
COLUMNS = (
    *("period", "region", "ons_code", "asc_code", "name"),
    *(*BY_TYPE.values(), "total_days", *BY_BODY.values(), "total_days_org", *BY_REASON.values(), "total_days_reason"),
    *MEANS,
)

OUTSIDE = ("9900", "9901", "9902")  # residents of Wales, of Scotland, of no part of Great Britain
# The councils of Dorset changed on 1 April 2019, the published table one month later.
NEW_BOUNDARIES = "2019-05"


def read_delayed_transfers(path: Path) -> Reading:
    """Delayed days by council and month, in all 18 breakdowns, with the means that NHS England printed.

    Before July 2015 the table has social care codes only; they find the ONS codes of the time. England and residents
    of other countries are rows of their own. A dash is missing, never 0. Raises DataError where the file is not this
    table; everything else is a finding with its line.
    """
    sheet = _with_codes(read_sheet(path, COLUMNS))
    findings = [*_check_fields(sheet)] or [*_check_sums(sheet)]
    if findings:
        return Reading(KIND, pl.DataFrame(schema=FIGURES), tuple(findings))
    outside = sheet.rows["code"].is_in(OUTSIDE).sum()
    what = "people who live outside England, counted in England's total and in no council"
    return Reading(KIND, _figures(sheet), tuple(note_left_out(sheet, int(outside), what)))


def _with_codes(sheet: Sheet) -> Sheet:
    """The rows with `code`, the ONS code of the council at the time, and `days`, those of the month."""
    old, new = ons_codes_by_social_care(2018), ons_codes_by_social_care(2019)
    asc = pl.col("asc_code")
    coded = (
        pl.when(asc == DASH, pl.col("name") == "England")
        .then(pl.lit(ENGLAND_CODE))
        .when(asc.is_in(OUTSIDE))
        .then(asc)
        .when(pl.col("period") < NEW_BOUNDARIES)
        .then(asc.replace_strict(old, default=None, return_dtype=pl.String))
        .otherwise(asc.replace_strict(new, default=None, return_dtype=pl.String))
    )
    days = as_month("period").dt.month_end().dt.day()
    return Sheet(sheet.path, sheet.rows.with_columns(code=coded, days=days))


def _check_fields(sheet: Sheet) -> Iterator[Finding]:
    yield from check_periods(sheet, "period", as_month("period"), "2019-04")
    yield from check_codes(sheet, "asc_code", pl.col("code").is_not_null(), "council")
    given = ~pl.col("ons_code").is_in(["", DASH])
    yield from check_codes(sheet, "ons_code", pl.col("ons_code") == pl.col("code"), "council with this asc_code", given)
    yield from check_numbers(sheet, TOTALS, pattern=WHOLE, dash=False)
    yield from check_numbers(sheet, [*BY_TYPE.values(), *BY_BODY.values(), *BY_REASON.values()][:-1], pattern=WHOLE)
    yield from check_numbers(sheet, ["O_other"], pattern=WHOLE, blank=True)
    yield from check_numbers(sheet, MEANS, blank=True)
    yield from check_once(sheet, ["period", "asc_code"])


def _check_sums(sheet: Sheet) -> Iterator[Finding]:
    yield from check_sum(sheet, "total_days", list(BY_TYPE.values()))
    yield from check_sum(sheet, "total_days_org", list(BY_BODY.values()))
    yield from check_sum(sheet, "total_days_reason", list(BY_REASON.values()))
    for other in TOTALS[1:]:
        yield from check_sum(sheet, "total_days", [other])
    england = pl.col("code") == ENGLAND_CODE
    yield from check_nation(sheet, england, pl.col("code") != ENGLAND_CODE, "period", list(BREAKDOWNS.values()))
    for mean, column in MEANS.items():
        ours = as_number(column) / pl.col("days")
        yield from check_published(sheet, mean, ours, 1e-6, f"{column} divided by the days of the month")


def _figures(sheet: Sheet) -> pl.DataFrame:
    """One row for each figure. O and the means begin in April 2017: blank before, so that there is no figure at all."""
    means = {column: mean for mean, column in MEANS.items()}
    rows = sheet.rows.filter(~pl.col("code").is_in(OUTSIDE))
    parts = [
        rows.filter(pl.col(column) != "").select(
            measure=pl.lit(MEASURE),
            breakdown=pl.lit(breakdown),
            code=pl.col("code"),
            period=as_month("period"),
            numerator=as_number(column),
            denominator=pl.lit(None, pl.Float64),
            published=as_number(means[column]) if column in means else pl.lit(None, pl.Float64),
            missing=pl.when(pl.col(column) == DASH).then(pl.lit("The source prints - here.")).otherwise(pl.lit("")),
        )
        for breakdown, column in BREAKDOWNS.items()
    ]
    return pl.concat(parts)
