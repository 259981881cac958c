"""One run: what is known from before, and the three ways in which the rest is worked out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import polars as pl

from concordat.periods import Month
from concordat.records.counts_store import CountsStore, key_of
from concordat.records.engines.count_rows import as_counts, count_rows
from concordat.records.engines.engine import Engine
from concordat.records.engines.follow_months import MonthFollower
from concordat.records.folder import Digests, RecordsFile
from concordat.records.metrics.definition import Metric
from concordat.records.request import EMBEDDED, Request, RunReport
from concordat.records.schema import load_tables
from concordat.records.tasks import Files, FollowMonth, ReadRows, Task, WorkOutMonth, list_tasks, months_of


@dataclass
class Run:
    """The request, its metrics and files, and the counts found so far, by metric."""

    request: Request
    metrics: list[Metric]
    files: Files
    report: RunReport
    store: CountsStore
    digests: Digests
    counts: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    @property
    def months(self) -> list[Month]:
        return months_of(self.files)

    def tasks(self) -> list[Task]:
        """Everything that the metrics need, whether it is known or not. Only the embedded engine follows months."""
        follows = self.request.engine == EMBEDDED and not self.request.plain
        return list(list_tasks(self.metrics, self.files, self.request.by, follows))

    def is_known(self, metric: Metric, files: Iterable[RecordsFile], what: str = "") -> bool:
        """Whether counts were kept for exactly these files."""
        return not self.request.fresh and self.store.has(metric, self._key(metric, files, what))

    def known(self, metric: Metric, files: Iterable[RecordsFile], what: str = "") -> bool:
        """As `is_known`; if so, the counts are taken."""
        counts = None if self.request.fresh else self.store.get(metric, self._key(metric, files, what))
        if counts is not None:
            self.counts.setdefault(metric.id, []).append(counts)
        return counts is not None

    def keep(self, metric: Metric, files: Iterable[RecordsFile], counts: pl.DataFrame, what: str = "") -> None:
        """Keep and take what was worked out."""
        self.store.put(metric, self._key(metric, files, what), counts)
        self.counts.setdefault(metric.id, []).append(counts)

    @contextmanager
    def doing(self, metrics: Sequence[Metric], read: Iterable[RecordsFile]) -> Iterator[None]:
        """Note what a piece of work took, in equal parts for its metrics."""
        began = perf_counter()
        yield
        spent, by_metric = (perf_counter() - began) / len(metrics), self.report.seconds_by_metric
        for metric in metrics:
            by_metric[metric.id] = by_metric.get(metric.id, 0.0) + spent
        self.report.rows_read += sum(file.rows for file in read)
        self.report.tasks_done += 1

    def _key(self, metric: Metric, files: Iterable[RecordsFile], what: str) -> str:
        digests = [f"{file.table} {self.digests.of(file.path)}" for file in files]
        return key_of(metric, self.request.geography, what, digests)


def do(run: Run, task: Task, engine: Engine, follower: MonthFollower, ahead: Task | None) -> None:
    """Take what is known of a task and work the rest out. `ahead` is the task that comes next."""
    done = run.report.tasks_done
    if isinstance(task, ReadRows):
        _read_rows(run, task, engine)
    elif isinstance(task, FollowMonth):
        _follow_month(run, task, follower, ahead)
    else:
        _work_out_month(run, task, engine)
    run.report.tasks_known += run.report.tasks_done == done


def _read_rows(run: Run, task: ReadRows, engine: Engine) -> None:
    missing = {file: [metric for metric in task.metrics if not run.known(metric, [file])] for file in task.files}
    for metrics in {tuple(of) for of in missing.values() if of}:
        files = [file for file, of in missing.items() if tuple(of) == metrics]
        month_of = load_tables()[files[0].table].month_of
        with run.doing(metrics, files):
            rows = engine.open_table(files, run.request.geography)
            found = count_rows(engine, rows, metrics, None if len(files) == 1 else month_of)
            for metric in metrics:
                for file in files:
                    run.keep(metric, [file], as_counts(_of_file(found[metric.id], file, len(files) == 1)))


def _of_file(counts: pl.DataFrame, file: RecordsFile, alone: bool) -> pl.DataFrame:
    if alone:
        return counts
    assert file.month is not None, file.path
    return counts.filter(pl.col("part") == file.month.year * 12 + file.month.number - 1)


def _follow_month(run: Run, task: FollowMonth, follower: MonthFollower, ahead: Task | None) -> None:
    missing = [metric for metric in task.metrics if not run.known(metric, task.inputs)]
    if missing:
        with run.doing(missing, [task.file]):
            found = follower.count(task.file, ahead.file if isinstance(ahead, FollowMonth) else None)
            for metric in missing:
                run.keep(metric, task.inputs, found[metric.id])


def _work_out_month(run: Run, task: WorkOutMonth, engine: Engine) -> None:
    metric, month, geography = task.metric, task.month, run.request.geography
    if run.known(metric, task.files, str(month)):
        return
    with run.doing([metric], task.files):
        records = {
            table: engine.open_table(files, geography if geography in files[0].columns else None)
            for table, files in task.inputs.items()
        }
        frame = pl.DataFrame(engine.fetch(metric.define(records, month)))
        number = pl.lit(month.year * 12 + month.number - 1).alias("month")
        run.keep(metric, task.files, as_counts(frame.with_columns(number)), str(month))
