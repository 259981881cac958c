"""Counts of months to counts of periods: added up, or read off as a percentile; every place in every period."""

from collections.abc import Sequence

import polars as pl

from concordat.periods import Month
from concordat.records.metrics.definition import Counted, Metric, Percentile
from concordat.records.tasks import months_for, period_of

SHOWN = ("metric", "place", "period", "numerator", "denominator")
BEHIND = (
    "behind"  # of how many stays, or people of a month, a sum of days is: never written, it decides what is released
)


def arrange(
    metric: Metric, counts: pl.DataFrame, months: Sequence[Month], by: str, places: Sequence[str]
) -> pl.DataFrame:
    """The metric's counts by place and period, in the columns of SHOWN and BEHIND: zero where nothing happened.

    Only periods are given whose months are all known. The numerator of a percentile is missing where there are no rows.
    """
    periods = whole_periods(metric, months, by)
    named = pl.DataFrame(
        {"month": list(periods), "period": list(periods.values())}, schema={"month": pl.Int32, "period": pl.String}
    )
    dated = counts.join(named, on="month", how="inner")
    if isinstance(metric, Percentile):
        totals = _percentiles(dated, metric.share)
    else:
        totals = dated.group_by("place", "period").agg(pl.col("numerator", "denominator", BEHIND).sum())
    grid = pl.DataFrame({"place": places}, schema={"place": pl.String}).join(
        named.select("period").unique(maintain_order=True), how="cross"
    )
    filled = grid.join(totals, on=["place", "period"], how="left", maintain_order="left")
    has_rows = isinstance(metric, Percentile)
    denominator = pl.col("denominator").fill_null(0) if metric.out_of else pl.lit(None, pl.Int64)
    return filled.with_columns(
        metric=pl.lit(metric.id),
        numerator=pl.col("numerator") if has_rows else pl.col("numerator").fill_null(0),
        denominator=denominator,
        behind=pl.col(BEHIND).fill_null(0) if metric.is_amount else pl.lit(None, pl.Int64),
    ).select(*SHOWN, BEHIND)


def whole_periods(metric: Metric, months: Sequence[Month], by: str) -> dict[int, str]:
    """Month number to the name of its period, for the periods of which every month that the metric is for is known."""
    known = months_for(metric, months, by)
    wanted = getattr(metric, "months", tuple(range(1, 13)))
    at_end = getattr(metric, "at_end", False)
    found = {}
    for month in known:
        period = period_of(month, by)
        needed = [month] if at_end or isinstance(period, Month) else [m for m in period.months if m.number in wanted]
        if all(one in known for one in needed):
            found[month.year * 12 + month.number - 1] = str(period)
    return found


def count_beyond(metric: Metric, counts: pl.DataFrame, months: Sequence[Month]) -> int:
    """Rows counted for months after the last that is spoken of, such as discharges later than any admission."""
    if not months or not isinstance(metric, Counted | Percentile):
        return 0
    last = months[-1].year * 12 + months[-1].number - 1
    later = counts.filter(pl.col("month") > last)
    return int(later.get_column("numerator").sum() or 0)


def _percentiles(counts: pl.DataFrame, share: float) -> pl.DataFrame:
    """Nearest rank: the smallest value with at least the share of all rows at or below it."""
    by_value = counts.group_by("place", "period", "value").agg(pl.col("numerator").sum().alias("rows"))
    ranked = by_value.sort("value").with_columns(
        reached=pl.col("rows").cum_sum().over("place", "period"),
        denominator=pl.col("rows").sum().over("place", "period"),
    )
    enough = ranked.filter(pl.col("reached") * 1_000 >= pl.col("denominator") * round(share * 1_000))
    return enough.group_by("place", "period").agg(
        pl.col("value").min().alias("numerator"), pl.col("denominator").first(), pl.lit(None, pl.Int64).alias(BEHIND)
    )
