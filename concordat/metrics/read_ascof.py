"""Adult Social Care Outcomes Framework: the measures of the Better Care Fund, and 1F and 1H, by council and year.

NHS Digital, 2017-18 to 2023-24. Codes were given anew in 2023-24 (2B and 2C are admissions there, reablement before):
what a row measures is said by its `measure`, never by its code.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from concordat.findings import Finding
from concordat.metrics.council_codes import ENGLAND_CODE, council_names
from concordat.metrics.edition import FIGURES
from concordat.metrics.published_file import (
    Reading,
    Sheet,
    as_number,
    as_year,
    check_codes,
    check_numbers,
    check_once,
    check_periods,
    check_words,
    note_left_out,
    read_sheet,
)
from concordat.places.vintage import region_names

KIND, KIND_MENTAL_HEALTH = "ascof", "ascof-mental-health"
COLUMNS = ("year", "level", "ons_code", "name", "ascof_code", "measure", "value")
COLUMNS_MENTAL_HEALTH = ("year", "level", "ons_code", "name", "ascof_code", "disaggregation", "value")

# Word of the file to measure and breakdown.
MEASURES = {
    "perm_admissions_18_64_per_100k": ("admissions-18-64", "total"),
    "perm_admissions_65plus_per_100k": ("admissions-65", "total"),
    "reablement_91_days_pct": ("reablement-at-home", "total"),
    "reablement_offered_pct": ("reablement-offered", "total"),
    "dtoc_total_per_100k": ("ascof-delayed-per-day", "total"),
    "dtoc_social_care_per_100k": ("ascof-delayed-per-day", "social-care"),
    "dtoc_joint_per_100k": ("ascof-delayed-per-day", "both"),
}
MENTAL_HEALTH = {"1F": ("employment", "total"), "1H": ("settled-accommodation", "total")}
_TYPES = ("Council type", "Council Type")  # two spellings of one level, which no place belongs to
_LEVELS = ("Council", "Region", "England", *_TYPES)


def read_ascof(path: Path) -> Reading:
    """Rates by council, region and England, by what they measure. Rates only: numerators were not published here.

    Raises DataError where the file is not this table; everything else is a finding with its line.
    """
    return _read(KIND, read_sheet(path, COLUMNS), "measure", MEASURES)


def read_ascof_mental_health(path: Path) -> Reading:
    """As `read_ascof`, for 1F (employment) and 1H (settled accommodation)."""
    sheet = read_sheet(path, COLUMNS_MENTAL_HEALTH)
    if findings := tuple(check_words(sheet, "disaggregation", ["Total"])):
        return Reading(KIND_MENTAL_HEALTH, pl.DataFrame(schema=FIGURES), findings)
    return _read(KIND_MENTAL_HEALTH, sheet, "ascof_code", MENTAL_HEALTH)


def _read(kind: str, sheet: Sheet, column: str, measures: Mapping[str, tuple[str, str]]) -> Reading:
    findings = tuple(_check(sheet, column, measures))
    if findings:
        return Reading(kind, pl.DataFrame(schema=FIGURES), findings)
    typed = pl.col("level").is_in(_TYPES)
    what = "summaries by type of council, which are of no place"
    return Reading(
        kind,
        _figures(sheet, typed, column, measures),
        tuple(note_left_out(sheet, sheet.rows.filter(typed).height, what)),
    )


def _check(sheet: Sheet, column: str, measures: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    yield from check_periods(sheet, "year", as_year("year"), "2017-18")
    yield from check_words(sheet, "level", _LEVELS)
    yield from check_words(sheet, column, measures)
    levels = (("Council", council_names(), "council"), ("Region", region_names(), "region"))
    for level, known, what in (*levels, ("England", [ENGLAND_CODE], "country")):
        at_level = pl.col("level") == level
        yield from check_codes(sheet, "ons_code", pl.col("ons_code").is_in(list(known)), what, at_level)
    yield from check_numbers(sheet, ["value"])
    areal = Sheet(sheet.path, sheet.rows.filter(~pl.col("level").is_in(_TYPES)))
    yield from check_once(areal, ["year", "ons_code", column])


def _figures(sheet: Sheet, typed: pl.Expr, column: str, measures: Mapping[str, tuple[str, str]]) -> pl.DataFrame:
    word = pl.col(column)
    return sheet.rows.filter(~typed).select(
        measure=word.replace_strict({name: measure for name, (measure, _) in measures.items()}),
        breakdown=word.replace_strict({name: breakdown for name, (_, breakdown) in measures.items()}),
        code=pl.col("ons_code"),
        period=as_year("year"),
        numerator=pl.lit(None, pl.Float64),
        denominator=pl.lit(None, pl.Float64),
        published=as_number("value"),
        missing=pl.when(as_number("value").is_null()).then(pl.lit("The source prints - here.")).otherwise(pl.lit("")),
    )
