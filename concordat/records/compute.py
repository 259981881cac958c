"""Metrics of a folder of records: what is known from before is taken, the rest worked out, month by month."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import polars as pl

from concordat.records.counts_store import CountsStore
from concordat.records.engines.duckdb_engine import DuckDBEngine
from concordat.records.engines.engine import Engine
from concordat.records.engines.follow_months import MonthFollower
from concordat.records.folder import Digests, RecordsFile, is_synthetic, list_files, tables_in
from concordat.records.footer import NotRecords
from concordat.records.geography import check_geography
from concordat.records.metrics.catalogue import find_metrics
from concordat.records.metrics.definition import Metric
from concordat.records.periods_of_counts import BEHIND, SHOWN, arrange, count_beyond
from concordat.records.request import EMBEDDED, Computed, Request, RunReport, peak_memory_mb
from concordat.records.tasks import PERIODS
from concordat.records.working import Run, do

ENGINES = (EMBEDDED, "spark")
KEPT = ".counts"  # inside the folder of records: counts of months, not suppressed, and digests of files
OWN_MEMORY_MB = 450  # what Python, Arrow and a month of arrays take beside the engine
LEAST_MEMORY_MB = 600

Tick = Callable[[str], None]


def prepare(request: Request) -> Run:
    """The files and metrics of a request. Raises NotRecords, UnknownMetric or ValueError where it cannot be met."""
    if request.engine not in ENGINES:
        raise ValueError(f"There is no engine {request.engine!r}; there is {', '.join(ENGINES)}.")
    if request.by not in PERIODS:
        raise ValueError(f"There is no period {request.by!r}; there are {', '.join(PERIODS)}.")
    if request.memory_mb is not None and request.memory_mb < LEAST_MEMORY_MB:
        raise ValueError(f"{request.memory_mb} MB are too few to work with; give at least {LEAST_MEMORY_MB} MB.")
    metrics = find_metrics(list(request.metrics))
    if not request.folder.is_dir():
        what = "this is a file" if request.folder.exists() else "there is no such folder"
        raise NotRecords(f"{request.folder}: {what}; name a folder that `concordat records load` has written.")
    held = {
        table: [file for file in list_files(request.folder, table) if file.rows] for table in tables_in(request.folder)
    }
    held = {table: files for table, files in held.items() if files}
    if not held:
        raise NotRecords(
            f"{request.folder}: no records are in this folder; it has to hold admissions/*.parquet or another table."
        )
    check_geography(request.geography, held)
    report = RunReport(request.engine, request.geography, request.by, is_synthetic(request.folder))
    kept = request.folder / KEPT
    run = Run(request, [], held, report, CountsStore(kept), Digests(kept / "digests.json"))
    run.metrics = [metric for metric in metrics if _can_be_met(metric, run, "all" in request.metrics)]
    if not run.metrics:
        raise NotRecords(f"{request.folder}: no metric can be worked out. {' '.join(report.notes)}")
    report.versions = {metric.id: metric.version for metric in run.metrics}
    return run


def compute(request: Request, tick: Tick | None = None, engine: Engine | None = None) -> Computed:
    """Work the metrics out. Counts are not suppressed: they are for use inside the organisation until they are.

    `tick` is told each task as it is done. `engine` in place of the embedded one.
    """
    began, run = perf_counter(), prepare(request)
    tasks = run.tasks()
    with open_engine(request) if engine is None else _as_it_is(engine) as opened:
        follower = MonthFollower(run.files.get("admissions", ()), request.geography)
        try:
            for task, ahead in zip(tasks, [*tasks[1:], None], strict=True):
                do(run, task, opened, follower, ahead)
                if tick:
                    tick(task.label)
        finally:
            follower.close()
            run.digests.keep()
    return _finish(run, perf_counter() - began)


def _finish(run: Run, seconds: float) -> Computed:
    report, months = run.report, run.months
    found = {metric.id: pl.concat(run.counts[metric.id]) for metric in run.metrics if metric.id in run.counts}
    places = sorted({place for counts in found.values() for place in counts.get_column("place").to_list()})
    parts = []
    for metric in run.metrics:
        if metric.id not in found:
            report.notes.append(f"{metric.id}: the records do not reach far enough for any {run.request.by}.")
            continue
        parts.append(arrange(metric, found[metric.id], months, run.request.by, places))
        if beyond := count_beyond(metric, found[metric.id], months):
            report.notes.append(
                f"{metric.id}: {beyond:,} are of months after {months[-1]}, and wait for their admissions."
            )
        if not parts[-1].height:
            report.notes.append(f"{metric.id}: there is no whole {run.request.by}.")
    counts = pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys((*SHOWN, BEHIND), pl.String))
    report.seconds, report.peak_memory_mb = seconds, peak_memory_mb()
    report.inputs = {
        str(file.path.relative_to(run.request.folder)): run.digests.of(file.path)
        for table in {name for metric in run.metrics for name in metric.tables}
        for file in run.files.get(table, ())
    }
    return Computed(counts, report)


def _can_be_met(metric: Metric, run: Run, asked_for_all: bool) -> bool:
    """Whether the folder has what the metric reads. Raises NotRecords where it was asked for by name and has not."""
    lacks = [table for table in metric.tables if table not in run.files]
    geography = run.request.geography
    without = [file for name in metric.placed for file in run.files.get(name, ()) if geography not in file.columns]
    if not lacks and not without:
        return True
    why = (
        f"there is no table {lacks[0]}"
        if lacks
        else f"{_name(without[0], run.request.folder)} has no column {geography}"
    )
    if not asked_for_all:
        raise NotRecords(f"{run.request.folder}: {metric.id} cannot be worked out: {why}.")
    run.report.notes.append(f"{metric.id}: left out, {why}.")
    return False


def _name(file: RecordsFile, folder: Path) -> str:
    return str(file.path.relative_to(folder))


@contextmanager
def open_engine(request: Request) -> Iterator[Engine]:
    """The embedded engine within the request's limits; what it spills lies beside the records and is deleted."""
    kept = request.folder / KEPT
    kept.mkdir(parents=True, exist_ok=True)
    limit = None if request.memory_mb is None else request.memory_mb - OWN_MEMORY_MB
    with TemporaryDirectory(prefix="spill-", dir=kept) as spill:
        engine = DuckDBEngine(threads=request.threads, memory_mb=limit, spill=Path(spill))
        with engine:
            yield engine


@contextmanager
def _as_it_is(engine: Engine) -> Iterator[Engine]:
    yield engine
