"""What there is to do for metrics of a folder of records: task by task, each with the files that it needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from concordat.periods import FinancialYear, Month, Quarter
from concordat.records.engines.follow_months import FOLLOWED, can_follow, files_before
from concordat.records.folder import RecordsFile
from concordat.records.metrics.definition import Counted, Metric, Percentile, Worked
from concordat.records.metrics.hospital import READMISSIONS

Files = Mapping[str, Sequence[RecordsFile]]  # by table, in order
Rowwise = Counted | Percentile
PERIODS = ("month", "quarter", "year")
ROWS_AT_ONCE = 20_000_000  # rows read in one go: an interrupted run loses no more


@dataclass(frozen=True)
class ReadRows:
    """Files of one table, read once for metrics that look at rows by themselves. Each file's counts are its own."""

    metrics: tuple[Rowwise, ...]
    files: tuple[RecordsFile, ...]

    @property
    def label(self) -> str:
        first, last = self.files[0].path.stem, self.files[-1].path.stem
        return f"{self.files[0].table} {first}{'' if first == last else f' to {last}'}"


@dataclass(frozen=True)
class FollowMonth:
    """One month of the pass over months. `inputs`: what the counts depend on, the month's own file last."""

    metrics: tuple[Metric, ...]
    inputs: tuple[RecordsFile, ...]

    @property
    def file(self) -> RecordsFile:
        return self.inputs[-1]

    @property
    def label(self) -> str:
        return f"readmissions {self.file.month}"


@dataclass(frozen=True)
class WorkOutMonth:
    """One month of a metric that looks across tables, or across the stays of a person."""

    metric: Worked
    month: Month
    inputs: Mapping[str, tuple[RecordsFile, ...]]

    @property
    def files(self) -> tuple[RecordsFile, ...]:
        return tuple(file for files in self.inputs.values() for file in files)

    @property
    def label(self) -> str:
        return f"{self.metric.id} {self.month}"


Task = ReadRows | FollowMonth | WorkOutMonth


def list_tasks(metrics: Sequence[Metric], files: Files, by: str, follows: bool) -> Iterator[Task]:
    """All tasks, cheapest first. `follows`: whether the pass over months may serve where it can."""
    months = months_of(files)
    followed: tuple[Metric, ...] = ()
    if follows and READMISSIONS in metrics and can_follow(files["admissions"]):
        followed = tuple(metric for metric in metrics if metric in FOLLOWED)
    rowwise = [metric for metric in metrics if isinstance(metric, Rowwise) and metric not in followed]
    for table in dict.fromkeys(metric.table for metric in rowwise):
        of_table = tuple(metric for metric in rowwise if metric.table == table)
        for batch in _batches(files[table]):
            yield ReadRows(of_table, batch)
    for file in files["admissions"] if followed else ():
        yield FollowMonth(followed, (*files_before(files["admissions"], file), file))
    for metric in metrics:
        if isinstance(metric, Worked) and metric not in followed:
            for month in months_for(metric, months, by):
                yield WorkOutMonth(metric, month, _within_reach(metric, month, files))


def months_of(files: Files) -> list[Month]:
    """The months that are spoken of: from the first to the last admission, or else to the last event of any table."""
    of = list(files.get("admissions", ())) or [one for held in files.values() for one in held]
    last_days = [] if "admissions" in files else [file.ends for file in of]
    days = [day for day in (*(file.first for file in of), *(file.last for file in of), *last_days) if day is not None]
    if not days:
        return []
    months, last = [Month(min(days).year, min(days).month)], max(days)
    while months[-1].last_day < last:
        months.append(months[-1].plus(1))
    return months


def months_for(metric: Metric, months: Sequence[Month], by: str) -> list[Month]:
    """The months of the metric: those it is for, that the records reach far enough beyond, and that end a period."""
    if not isinstance(metric, Worked):
        return list(months)
    known_to = months[-1].last_day
    return [
        month
        for month in months
        if month.number in metric.months
        and month.last_day + timedelta(days=metric.days_after) <= known_to
        and (not metric.at_end or period_of(month, by).last_day == month.last_day)
    ]


def period_of(month: Month, by: str) -> Month | Quarter | FinancialYear:
    """The month itself, or the quarter or financial year that it lies in."""
    if by == "month":
        return month
    year = FinancialYear(month.year if month.number >= 4 else month.year - 1)
    return year if by == "year" else year.quarters[(month.number - 4) % 12 // 3]


def _batches(files: Sequence[RecordsFile]) -> Iterator[tuple[RecordsFile, ...]]:
    """Files to be read together: of one month each, and not too many rows; a file of several months by itself."""
    batch: list[RecordsFile] = []
    for file in files:
        alone = file.month is None or any(file.month == one.month for one in batch)
        if batch and (alone or batch[0].month is None or sum(one.rows for one in (*batch, file)) > ROWS_AT_ONCE):
            yield tuple(batch)
            batch = []
        batch.append(file)
    if batch:
        yield tuple(batch)


def _within_reach(metric: Worked, month: Month, files: Files) -> dict[str, tuple[RecordsFile, ...]]:
    """The files that can hold anything of the days that the metric looks at; one at least of each table."""
    first = month.first_day - timedelta(days=metric.days_before)
    last = month.last_day + timedelta(days=metric.days_after)
    near = {table: tuple(file for file in files[table] if file.may_hold(first, last)) for table in metric.tables}
    return {table: found or tuple(files[table][:1]) for table, found in near.items()}
