"""All metrics that look at rows of one table by themselves, worked out in one reading of it."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import ibis
import polars as pl

from concordat.records.engines.engine import Engine
from concordat.records.metrics.definition import Column, Counted, Percentile
from concordat.records.metrics.words import month_number

NOT_KNOWN = "not known"  # the place of rows that name none
COLUMNS = {
    "place": pl.String,
    "month": pl.Int32,
    "value": pl.Int64,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "behind": pl.Int64,
}  # what every definition comes to; `value` is there for percentiles only, `behind` for sums of days


def count_rows(
    engine: Engine, rows: ibis.Table, metrics: Sequence[Counted | Percentile], part: str | None = None
) -> dict[str, pl.DataFrame]:
    """Counts of each metric by place and month, in the columns of COLUMNS, and by `part` where one is given.

    `part` is a date of the rows, and the column of that name its month. Rows without a metric's date are of no month.
    """
    found = {metric.id: _values(engine, rows, metric, part) for metric in metrics if isinstance(metric, Percentile)}
    counted = [metric for metric in metrics if isinstance(metric, Counted)]
    for day in dict.fromkeys(metric.month_of for metric in counted):
        found |= _counts(engine, rows, day, [metric for metric in counted if metric.month_of == day], part)
    return found


def _counts(
    engine: Engine, rows: ibis.Table, day: str, metrics: Sequence[Counted], part: str | None
) -> dict[str, pl.DataFrame]:
    """Metrics of one date, in one reading. Rows that count for none are left out first: grouping costs most."""
    kept = rows.filter(rows[day].notnull(), reduce(or_, _conditions(rows, metrics)))
    frame = pl.DataFrame(
        engine.fetch(kept.group_by("place", **_keys(kept, day, part)).aggregate(**_totals(kept, metrics)))
    )
    found = {}
    for number, metric in enumerate(metrics):
        totals = [pl.col(f"n{number}").alias("numerator")]
        if metric.denominator is not None:
            totals.append(pl.col(f"d{number}").alias("denominator"))
        if metric.amount is not None:
            totals.append(pl.col(f"b{number}").alias("behind"))
        found[metric.id] = frame.select("place", *_keys_of(day, part), *totals)
    return found


def _conditions(rows: ibis.Table, metrics: Sequence[Counted]) -> list[Column]:
    """What makes a row count for any of the metrics."""
    defined = [define for metric in metrics for define in (metric.numerator, metric.denominator) if define is not None]
    return [define(rows) for define in dict.fromkeys(defined)]


def _totals(rows: ibis.Table, metrics: Sequence[Counted]) -> dict[str, Column]:
    """Numerators, denominators, and of how many rows an amount is, metric by metric."""
    totals = {}
    for number, metric in enumerate(metrics):
        condition = metric.numerator(rows)
        amount = metric.amount(rows).sum(where=condition) if metric.amount else rows.count(where=condition)
        totals[f"n{number}"] = amount
        if metric.denominator is not None:
            totals[f"d{number}"] = rows.count(where=metric.denominator(rows))
        if metric.amount is not None:
            totals[f"b{number}"] = rows.count(where=condition)
    return totals


def _values(engine: Engine, rows: ibis.Table, metric: Percentile, part: str | None) -> pl.DataFrame:
    """How many rows have each value, by place and month: what a percentile is read off, and what adds up over files."""
    chosen = rows.filter(metric.rows(rows), rows[metric.month_of].notnull())
    grouped = chosen.group_by("place", **_keys(chosen, metric.month_of, part), value=metric.value(chosen))
    frame = pl.DataFrame(engine.fetch(grouped.aggregate(numerator=chosen.count(), denominator=chosen.count())))
    return frame.select("place", *_keys_of(metric.month_of, part), "value", "numerator", "denominator")


def _keys(rows: ibis.Table, day: str, part: str | None) -> dict[str, Column]:
    keys = {"month": month_number(rows[day])}
    return keys if part in (None, day) else {**keys, "part": month_number(rows[part])}


def _keys_of(day: str, part: str | None) -> list[pl.Expr]:
    """The month, and the part besides, which is the month where both are of one date."""
    month = pl.col("month")
    return [month] if part is None else [month, (month if part == day else pl.col("part")).alias("part")]


def as_counts(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns of COLUMNS, in their order; those that it lacks are missing."""
    counts = frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in COLUMNS.items()
    )
    return counts.with_columns(pl.col("place").fill_null(NOT_KNOWN))
