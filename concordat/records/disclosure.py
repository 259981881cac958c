"""Counts as they may leave an organisation: small ones suppressed by a named rule, and what would give them away."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl

from concordat.periods import FinancialYear, Month, Quarter, parse_period
from concordat.records.disclosure_rule import DisclosureRule
from concordat.records.metrics.catalogue import METRICS
from concordat.records.metrics.definition import Metric, Percentile
from concordat.records.periods_of_counts import BEHIND
from concordat.records.request import Computed, RunReport
from concordat.records.secondary_suppression import FREE, Figures, Groups, Ints, Marks, Withheld, protect, rounded
from concordat.records.tasks import period_of

SUPPRESSED = "*"  # instead of a figure; one that is missing is empty, and a zero is 0
KINDS_OF_TOTAL = {
    "region": "of regions over each {by}",
    "all": "of all places over each {by}",
    "quarter": "of places over quarters",
    "year": "of places over years",
}


class Key(NamedTuple):
    """A column of figures: whose numerator or denominator it is."""

    metric: str
    column: str


@dataclass(frozen=True)
class Table:
    """One metric's counts as arrays of places by periods. `known` is False where a figure is missing."""

    metric: Metric
    places: tuple[str, ...]
    periods: tuple[str, ...]
    numerator: Ints
    known: Marks
    denominator: Ints | None
    behind: Ints | None = None  # of how many stays or people a sum of days is


@dataclass(frozen=True)
class Released:
    """What may leave: text for each figure, which is a count, SUPPRESSED, or empty where it is missing.

    Columns metric, place, period, numerator, denominator. `withheld` says which totals must not be published beside it.
    """

    counts: pl.DataFrame
    rule: DisclosureRule
    report: RunReport
    inputs: str
    withheld: tuple[str, ...]

    @property
    def suppressed(self) -> int:
        """How many figures are suppressed."""
        marks = self.counts.select((pl.col("numerator", "denominator") == SUPPRESSED).sum())
        return sum(marks.row(0))


@dataclass
class _Shared:
    """Figures that stand under several names are one table, so that what is hidden under one is under all."""

    figures: Figures
    groups: Groups
    keys: list[Key] = field(default_factory=list)


def release(computed: Computed, rule: DisclosureRule, regions: Mapping[str, str] | None = None) -> Released:
    """The counts by a rule. `regions`: place to region, whose totals others may know; without it, all are of one.

    A small count could be any small count for whoever has the release, knows the rule, and knows every total of places
    (each region, all together) in each period and of each place over quarters and years, but those in `withheld`.
    """
    tables = read_tables(computed.counts)
    shared = hide_small(tables, rule, regions or {})
    told: list[str] = []
    for one in shared if rule.protects else ():
        told += _say(
            one, protect(one.figures, one.groups, rule), tables[one.keys[0].metric].periods, computed.report.by
        )
    hidden = {key: one.figures.hidden for one in shared for key in one.keys}
    parts = [_written(table, hidden, rule) for table in tables.values()]
    schema = dict.fromkeys(("metric", "place", "period", "numerator", "denominator"), pl.String)
    counts = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    return Released(counts, rule, computed.report, digest_of_inputs(computed.report), tuple(dict.fromkeys(told)))


def read_tables(counts: pl.DataFrame) -> dict[str, Table]:
    """The counts of each metric as arrays."""
    found = {}
    for (id,), part in counts.group_by("metric", maintain_order=True):
        places = tuple(part.get_column("place").unique().sort())
        periods = tuple(part.get_column("period").unique().sort())
        rows = part.sort("place", "period")
        assert rows.height == len(places) * len(periods), id
        shape = (len(places), len(periods))
        numerator, denominator, behind = (rows.get_column(name) for name in ("numerator", "denominator", BEHIND))
        found[str(id)] = Table(
            METRICS[str(id)],
            places,
            periods,
            numerator.fill_null(0).to_numpy().reshape(shape).astype(np.int64),
            numerator.is_not_null().to_numpy().reshape(shape),
            *(
                None if one.null_count() else one.to_numpy().reshape(shape).astype(np.int64)
                for one in (denominator, behind)
            ),
        )
    return found


def hide_small(tables: Mapping[str, Table], rule: DisclosureRule, regions: Mapping[str, str]) -> list[_Shared]:
    """The tables of figures with what is small hidden, and how far each of these has to be able to move."""
    shared: dict[tuple[object, ...], _Shared] = {}
    for table in tables.values():
        groups = group(table, regions)
        columns = {"numerator": table.numerator, "denominator": table.denominator}
        of_metric = {}
        for column, values in columns.items():
            if values is None or (column == "numerator" and isinstance(table.metric, Percentile)):
                continue
            key = (table.places, table.periods, values.tobytes(), *(one.tobytes() for one in groups))
            of_metric[column] = shared.setdefault(key, _Shared(Figures.of(values), groups))
            of_metric[column].keys.append(Key(table.metric.id, column))
            _hide_small_counts(of_metric[column].figures, rule)
        if table.behind is not None:
            _hide_days_of_few(of_metric["numerator"].figures, table.behind, rule)
        if len(of_metric) == 2:
            _hide_between(
                of_metric["numerator"].figures, of_metric["denominator"].figures, rule, is_share(table.metric)
            )
    return list(shared.values())


def is_share(metric: Metric) -> bool:
    """Whether the numerator is a part of the denominator, so that the rest of it is a count of people as well."""
    return metric.unit == "%"


def _is_small(values: Ints, rule: DisclosureRule) -> Marks:
    return (values > 0) & (values < rule.suppress_below)


def _hide_small_counts(figures: Figures, rule: DisclosureRule) -> None:
    figures.hide(_is_small(figures.values, rule), rule.largest_small - figures.values, figures.values - 1)


def _hide_days_of_few(days: Figures, people: Ints, rule: DisclosureRule) -> None:
    width = np.full(people.shape, rule.largest_small - 1)
    days.hide(_is_small(people, rule) & ~_is_small(days.values, rule), width, width)


def _hide_between(part: Figures, whole: Figures, rule: DisclosureRule, share: bool) -> None:
    """What numerator and denominator say together: the rest is a count too; days of a few people are theirs."""
    if not share:
        _hide_days_of_few(part, whole.values, rule)
        return
    rest = whole.values - part.values
    small, few = _is_small(rest, rule), _is_small(whole.values, rule)
    part.hide(small & ~few, rest - 1, rule.largest_small - rest)
    whole.hide(small & few, rule.largest_small - rest, rest - 1)
    part.most_up = np.minimum(part.most_up, rest)
    whole.most_down = np.minimum(whole.most_down, rest)


def group(table: Table, regions: Mapping[str, str]) -> Groups:
    """Which of the table's places and periods are added up by others."""
    names = [regions.get(place, "") for place in table.places]
    numbered = {name: number for number, name in enumerate(dict.fromkeys(names))}
    periods = [parse_period(text) for text in table.periods]
    adds_up = not getattr(table.metric, "at_end", False)
    return Groups(
        np.array([numbered[name] for name in names], dtype=np.int64),
        *(_whole(periods, table.metric, by) if adds_up else np.full(len(periods), FREE) for by in ("quarter", "year")),
    )


def _whole(periods: Sequence[object], metric: Metric, by: str) -> Ints:
    """A number for each quarter or year of which all periods are there; FREE for all others."""
    wanted = getattr(metric, "months", tuple(range(1, 13)))
    held: dict[Quarter | FinancialYear, list[int]] = {}
    found = np.full(len(periods), FREE)
    for at, period in enumerate(periods):
        if isinstance(period, FinancialYear) or (isinstance(period, Quarter) and by == "quarter"):
            continue
        within = period.year if isinstance(period, Quarter) else period_of(period, by)  # type: ignore[arg-type]
        held.setdefault(within, []).append(at)  # type: ignore[arg-type]
    for number, (whole, members) in enumerate(held.items()):
        months = [month for month in whole.months if month.number in wanted]
        parts = months if isinstance(periods[members[0]], Month) else {(one.number - 4) % 12 // 3 for one in months}
        if len(members) == len(parts):
            found[members] = number
    return found


def _written(table: Table, hidden: Mapping[Key, Marks], rule: DisclosureRule) -> pl.DataFrame:
    id, percentile = table.metric.id, isinstance(table.metric, Percentile)
    below = hidden.get(Key(id, "denominator"))
    if percentile:
        few = _is_small(table.denominator, rule) if table.denominator is not None else ~table.known
        top = np.where(few, SUPPRESSED, table.numerator.astype(str))
    else:
        top = _texts(table.numerator, hidden[Key(id, "numerator")], rule)
    top = np.where(table.known, top, "")
    bottom = (
        np.full(top.shape, "") if table.denominator is None or below is None else _texts(table.denominator, below, rule)
    )
    return pl.DataFrame(
        {
            "metric": [id] * top.size,
            "place": np.repeat(np.array(table.places, dtype=object), len(table.periods)).tolist(),
            "period": list(table.periods) * len(table.places),
            "numerator": top.ravel().tolist(),
            "denominator": bottom.ravel().tolist(),
        },
        schema_overrides={"numerator": pl.String, "denominator": pl.String},
    )


def _texts(values: Ints, hidden: Marks, rule: DisclosureRule) -> "np.ndarray[tuple[int, ...], np.dtype[np.str_]]":
    return np.where(hidden, SUPPRESSED, rounded(values, rule).astype(str))


def _say(one: _Shared, withheld: Withheld, periods: Sequence[str], by: str) -> Iterator[str]:
    named = " and ".join(f"{key.metric} ({key.column})" for key in one.keys)
    for kind, at in withheld.periods.items():
        said = KINDS_OF_TOTAL[kind].format(by=by)
        yield f"{named}: do not publish exact totals {said} in {_spans(periods, sorted(at))}."


def _spans(periods: Sequence[str], at: Sequence[int]) -> str:
    """`2023-04 to 2023-06, 2023-10`."""
    ends = [n for n in range(len(at)) if n + 1 == len(at) or at[n + 1] > at[n] + 1]
    starts = [0, *(end + 1 for end in ends[:-1])]
    spans = [(periods[at[first]], periods[at[last]]) for first, last in zip(starts, ends, strict=True)]
    return ", ".join(first if first == last else f"{first} to {last}" for first, last in spans)


def digest_of_inputs(report: RunReport) -> str:
    """One digest of all inputs: of their paths and digests, which the run report lists."""
    lines = "".join(f"{path} {digest}\n" for path, digest in sorted(report.inputs.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
