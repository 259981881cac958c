"""The four hospital metrics by area and month, worked out in one way; run in a process of its own, for its memory.

`python -m bench.records_ways WAY FOLDER RUNS` prints one line of JSON: processor seconds of the quickest run (those of
Spark's Java too), seconds on the clock, the most memory in MB, and a digest of the counts.
"""

import gc
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

from concordat.records.compute import compute
from concordat.records.request import Request

METRICS = ("emergency-admissions-65", "long-stays-65", "readmissions-30-days", "delayed-days")
NEEDED = ["person", "birth_year", "area", "method", "admitted", "discharged", "ready", "destination"]
COUNTS = ("emergencies", "long", "again", "delayed")
MB = 1 << 10  # of what the system reports, which is in kB

_OLDER = "method = 'emergency' and year(admitted) - birth_year >= 65"
_DELAY = (
    "case when discharged > ready and destination is distinct from 'died' and year(admitted) - birth_year >= 18 "
    "then discharged - ready else 0 end"
)
_AGAIN = "admitted - before between 0 and 30"


def ours(folder: Path) -> pl.DataFrame:
    """What `concordat records compute` does, nothing known from before."""
    found = compute(Request(folder=folder, metrics=METRICS, fresh=True)).counts
    named = dict(zip(METRICS, COUNTS, strict=True))
    return found.with_columns(pl.col("metric").replace_strict(named)).pivot(
        "metric", index=["place", "period"], values="numerator"
    )


def floor(folder: Path) -> None:
    """DuckDB adding up every column that is needed: nothing can be worked out without at least reading them."""
    numbers = ", ".join(f"sum({name})" for name in ("person", "birth_year"))
    texts = ", ".join(f"sum(strlen({name}))" for name in ("area", "method", "destination"))
    days = ", ".join(f"sum({name} - date '2000-01-01')" for name in ("admitted", "discharged", "ready"))
    duckdb.sql(f"select {numbers}, {texts}, {days} from '{folder}/admissions/*.parquet'").fetchall()


def duckdb_window(folder: Path) -> pl.DataFrame:
    """A window over the whole table."""
    window = "lag(discharged) over (partition by person order by admitted, discharged) as before"
    return _sql(f"(select *, {window} from '{folder}/admissions/*.parquet')", lambda text: duckdb.sql(text).pl())


def _sql(rows: str, run: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    month = "year({0}) * 12 + month({0}) - 1 as month"
    begun = run(
        f"select area, {month.format('admitted')}, count(*) as emergencies, "
        "sum(case when discharged - admitted > 30 then 1 else 0 end) as long, "
        f"sum(case when {_AGAIN} then 1 else 0 end) as again from {rows} where {_OLDER} group by 1, 2"
    )
    ended = run(
        f"select area, {month.format('discharged')}, sum({_DELAY}) as delayed from {rows} "
        "where discharged is not null group by 1, 2"
    )
    return _joined(begun, ended)


def _joined(begun: pl.DataFrame, ended: pl.DataFrame) -> pl.DataFrame:
    """Counts of admissions and of discharges; discharges after the last month of admissions wait for their month."""
    both = begun.join(ended, on=["area", "month"], how="left").fill_null(0)
    period = pl.format("{}-{}", pl.col("month") // 12, (pl.col("month") % 12 + 1).cast(pl.String).str.zfill(2))
    return both.select(pl.col("area").alias("place"), period.alias("period"), *COUNTS)


def polars_streaming(folder: Path) -> pl.DataFrame:
    """Polars, which may go through the data in pieces."""
    rows = pl.scan_parquet(f"{folder}/admissions/*.parquet").select(NEEDED)
    rows = rows.with_columns(pl.col("area", "method", "destination").cast(pl.String))
    rows = rows.sort("person", "admitted", "discharged").with_columns(
        before=pl.when(pl.col("person") == pl.col("person").shift()).then(pl.col("discharged").shift())
    )
    age = pl.col("admitted").dt.year() - pl.col("birth_year")
    older = rows.filter((pl.col("method") == "emergency") & (age >= 65))
    gap = (pl.col("admitted") - pl.col("before")).dt.total_days()
    begun = older.group_by("area", month=_month("admitted")).agg(
        emergencies=pl.len(),
        long=((pl.col("discharged") - pl.col("admitted")).dt.total_days() > 30).sum(),
        again=gap.is_between(0, 30).sum(),
    )
    late = (pl.col("discharged") > pl.col("ready")) & pl.col("destination").ne_missing("died") & (age >= 18)
    delay = pl.when(late).then((pl.col("discharged") - pl.col("ready")).dt.total_days()).otherwise(0)
    left = rows.filter(pl.col("discharged").is_not_null())
    ended = left.group_by("area", month=_month("discharged")).agg(delayed=delay.sum())
    found = pl.collect_all([begun, ended], engine="streaming")
    return _joined(*found)


def _month(day: str) -> pl.Expr:
    return pl.col(day).dt.year() * 12 + pl.col(day).dt.month().cast(pl.Int32) - 1


def with_pandas(folder: Path) -> pl.DataFrame:
    """pandas, everything in memory."""
    rows = pd.read_parquet(folder / "admissions", columns=NEEDED)
    for day in ("admitted", "discharged", "ready"):
        rows[day] = pd.to_datetime(rows[day])
    rows = rows.sort_values(["person", "admitted", "discharged"])
    same = rows["person"] == rows["person"].shift()
    gap = (rows["admitted"] - rows["discharged"].shift().where(same)).dt.days
    age = rows["admitted"].dt.year - rows["birth_year"]
    told = pd.DataFrame(
        {
            "area": rows["area"].astype(str),
            "month": rows["admitted"].dt.year * 12 + rows["admitted"].dt.month - 1,
            "emergencies": 1,
            "long": (rows["discharged"] - rows["admitted"]).dt.days > 30,
            "again": gap.between(0, 30),
        }
    )[(rows["method"] == "emergency") & (age >= 65)]
    begun = told.groupby(["area", "month"]).sum().reset_index()
    late = (rows["discharged"] > rows["ready"]) & (rows["destination"].astype(object) != "died") & (age >= 18)
    days = (rows["discharged"] - rows["ready"]).dt.days.where(late, 0)
    month = rows["discharged"].dt.year * 12 + rows["discharged"].dt.month - 1
    ended = pd.DataFrame({"area": rows["area"].astype(str), "month": month, "delayed": days})
    ended = ended.dropna(subset="month").groupby(["area", "month"]).sum().reset_index()
    kinds = {"month": pl.Int32, "delayed": pl.Int64}
    return _joined(
        pl.from_pandas(begun).cast({"month": pl.Int32}), pl.from_pandas(ended[["area", "month", "delayed"]]).cast(kinds)
    )


def with_spark(folder: Path) -> pl.DataFrame:
    """PySpark on the cores of this machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )
    session.read.parquet(str(folder / "admissions")).createOrReplaceTempView("admissions")
    window = "lag(discharged) over (partition by person order by admitted, discharged) as before"
    session.sql(f"select *, {window} from admissions").createOrReplaceTempView("spells")

    def run(text: str) -> pl.DataFrame:
        text = text.replace("admitted - before", "datediff(admitted, before)")
        text = text.replace("discharged - admitted", "datediff(discharged, admitted)")
        text = text.replace("discharged - ready", "datediff(discharged, ready)")
        return pl.from_pandas(session.sql(text.replace("is distinct from 'died'", "<=> 'died' = false")).toPandas())

    return _sql("spells", run)


WAYS: dict[str, Callable[[Path], pl.DataFrame | None]] = {
    "ours": ours,
    "floor": floor,
    "duckdb-window": duckdb_window,
    "polars": polars_streaming,
    "pandas": with_pandas,
    "spark": with_spark,
}


def digest_of(counts: pl.DataFrame | None) -> str:
    """The same for the same counts, in whatever order and type they come; nobody anywhere is no row."""
    if counts is None:
        return ""
    plain = counts.select("place", "period", *(pl.col(name).cast(pl.Int64) for name in COUNTS))
    some = plain.filter(pl.sum_horizontal(COUNTS) > 0).sort("place", "period")
    return hashlib.sha256(some.write_csv().encode()).hexdigest()


def measure(way: str, folder: Path, runs: int) -> dict[str, Any]:
    """The quickest of several runs after imports are done; of one run, that one."""
    times = []
    for _ in range(runs):
        gc.collect()
        began, clock = _spent(), time.perf_counter()
        counts = WAYS[way](folder)
        times.append((_spent() - began, time.perf_counter() - clock))
        digest = digest_of(counts)
    children = [child.memory_info().rss >> 10 for child in psutil.Process().children(recursive=True)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + sum(children)
    return {"cpu": min(cpu for cpu, _ in times), "clock": min(clock for _, clock in times), "mb": peak // MB} | {
        "digest": digest
    }


def _spent() -> float:
    """Processor seconds of this process and of those it started."""
    told = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in told)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
