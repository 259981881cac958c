"""Deprivation: the Indices of Deprivation 2019 by upper-tier council on the boundaries of 2019, of MHCLG."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from concordat.findings import Finding
from concordat.metrics.council_codes import council_names
from concordat.metrics.edition import FIGURES
from concordat.metrics.published_file import (
    Reading,
    Sheet,
    as_number,
    check_codes,
    check_numbers,
    check_once,
    note_misprints,
    read_sheet,
)

KIND = "deprivation"
_CODE = "Upper Tier Local Authority District code (2019)"
_NAME = "Upper Tier Local Authority District name (2019)"
_SCORE, _TENTH = "IMD - Average score", "IMD - Proportion of LSOAs in most deprived 10% nationally"
_NUMBERS = (
    *("IMD - Average rank", "IMD - Rank of average rank", _SCORE, "IMD - Rank of average score"),
    *(_TENTH, "IMD - Rank of proportion of LSOAs in most deprived 10% nationally"),
    *("IMD 2019 - Extent", "IMD 2019 - Rank of extent"),
    *("IMD 2019 - Local concentration", "IMD 2019 - Rank of local concentration"),
)
COLUMNS = (_CODE, _NAME, *_NUMBERS)
MISPRINTS = {"E0600003": "E06000039"}  # Slough; a digit is missing in the published table


def read_deprivation(path: Path) -> Reading:
    """Average score, and the share of small areas among England's most deprived tenth, by council.

    Raises DataError where the file is not this table; everything else is a finding with its line.
    """
    sheet = read_sheet(path, COLUMNS)
    findings = tuple(_check(sheet))
    if findings:
        return Reading(KIND, pl.DataFrame(schema=FIGURES), findings)
    return Reading(KIND, _figures(sheet), tuple(note_misprints(sheet, _CODE, MISPRINTS)))


def _check(sheet: Sheet) -> Iterator[Finding]:
    misprinted = pl.col(_CODE).is_in(list(MISPRINTS)) & (pl.col(_NAME) == "Slough")
    yield from check_codes(sheet, _CODE, pl.col(_CODE).is_in(list(council_names())) | misprinted, "council")
    yield from check_numbers(sheet, _NUMBERS, dash=False)
    yield from check_once(sheet, [_CODE])


def _figures(sheet: Sheet) -> pl.DataFrame:
    parts = [
        sheet.rows.select(
            measure=pl.lit(measure),
            breakdown=pl.lit("total"),
            code=pl.col(_CODE).replace(MISPRINTS),
            period=pl.date(2019, 4, 1),
            numerator=pl.lit(None, pl.Float64),
            denominator=pl.lit(None, pl.Float64),
            published=as_number(column) * scale,
            missing=pl.lit(""),
        )
        for measure, column, scale in (("deprivation-score", _SCORE, 1), ("deprivation-tenth", _TENTH, 100))
    ]
    return pl.concat(parts)
