"""Delayed transfers of care in England by month: NHS England's national series, August 2010 to February 2020."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from concordat.findings import Finding
from concordat.metrics.council_codes import ENGLAND_CODE
from concordat.metrics.edition import FIGURES
from concordat.metrics.published_file import (
    Reading,
    Sheet,
    as_month,
    as_number,
    check_numbers,
    check_once,
    check_periods,
    check_published,
    check_sum,
    read_sheet,
)
from concordat.metrics.read_delayed_transfers import MEASURE

KIND = "delayed-transfers-national"
FIRST_WITH_OTHER = "2017-04"  # reason O was not collected before; the file says 0 there

_BY_TYPE = {"acute": "by_type|Acute", "non-acute": "by_type|Non-Acute", "total": "by_type|Total"}
_BY_BODY = {
    "nhs": "by_responsible_org|NHS",
    "social-care": "by_responsible_org|Social Care",
    "both": "by_responsible_org|Both",
}
_BODIES = "by_responsible_org|Total"
_BY_REASON = {
    "reason-a": "by_reason|A) Awaiting completion of assessment",
    "reason-b": "by_reason|B) Awaiting public funding",
    "reason-c": "by_reason|C) Awaiting further non-acute NHS care",
    "reason-di": "by_reason|Di) Awaiting residential home placement or availability",
    "reason-dii": "by_reason|Dii) Awaiting nursing home placement or availability",
    "reason-e": "by_reason|E) Awaiting care package in own home",
    "reason-f": "by_reason|F) Awaiting community equipment and adaptations",
    "reason-g": "by_reason|G) Patient or family choice",
    "reason-h": "by_reason|H) Disputes",
    "reason-i": "by_reason|I) Housing - patients not covered by Care Act",
    "reason-o": "by_reason|O) Other",
}
_DAYS, _BEDS = "|days", "|dtoc_beds"
_BY_WHOM = (*_BY_BODY.values(), _BODIES)
COLUMNS = (
    "period",
    *(f"{name}{_DAYS}" for name in _BY_TYPE.values()),
    *(f"{name}{_BEDS}" for name in _BY_TYPE.values()),
    *(f"{name}{_DAYS}" for name in _BY_WHOM),
    *(f"{name}{_BEDS}" for name in _BY_WHOM),
    *(f"{name}{_DAYS}" for name in _BY_REASON.values()),
    f"by_reason|Total{_DAYS}",
)


def read_delayed_transfers_national(path: Path) -> Reading:
    """England's delayed days by month in all 18 breakdowns, with the people delayed per day that were printed.

    Raises DataError where the file is not this table; everything else is a finding with its line.
    """
    sheet = read_sheet(path, COLUMNS)
    findings = tuple([*_check_fields(sheet)] or _check_sums(sheet))
    return Reading(KIND, pl.DataFrame(schema=FIGURES) if findings else _figures(sheet), findings)


def _check_fields(sheet: Sheet) -> Iterator[Finding]:
    yield from check_periods(sheet, "period", as_month("period"), "2019-04")
    yield from check_numbers(sheet, COLUMNS[1:], dash=False)
    yield from check_once(sheet, ["period"])


def _check_sums(sheet: Sheet) -> Iterator[Finding]:
    types, bodies = [f"{name}{_DAYS}" for name in _BY_TYPE.values()], [f"{name}{_DAYS}" for name in _BY_BODY.values()]
    yield from check_sum(sheet, types[-1], types[:-1])
    yield from check_sum(sheet, f"{_BODIES}{_DAYS}", bodies)
    yield from check_sum(sheet, f"by_reason|Total{_DAYS}", [f"{name}{_DAYS}" for name in _BY_REASON.values()])
    for other in (f"{_BODIES}{_DAYS}", f"by_reason|Total{_DAYS}"):
        yield from check_sum(sheet, types[-1], [other])
    days = as_month("period").dt.month_end().dt.day()
    for name in (*_BY_TYPE.values(), *_BY_WHOM):
        ours = as_number(f"{name}{_DAYS}") / days
        yield from check_published(
            sheet, f"{name}{_BEDS}", ours, 1e-6, f"{name}{_DAYS} divided by the days of the month"
        )


def _figures(sheet: Sheet) -> pl.DataFrame:
    parts = [
        sheet.rows.filter((pl.col("period") >= FIRST_WITH_OTHER) | pl.lit(breakdown != "reason-o")).select(
            measure=pl.lit(MEASURE),
            breakdown=pl.lit(breakdown),
            code=pl.lit(ENGLAND_CODE),
            period=as_month("period"),
            numerator=as_number(f"{name}{_DAYS}"),
            denominator=pl.lit(None, pl.Float64),
            published=as_number(f"{name}{_BEDS}") if f"{name}{_BEDS}" in COLUMNS else pl.lit(None, pl.Float64),
            missing=pl.lit(""),
        )
        for breakdown, name in {**_BY_TYPE, **_BY_BODY, **_BY_REASON}.items()
    ]
    return pl.concat(parts)
