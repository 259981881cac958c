"""Computing as a whole: against slow reference counts, month after month, by quarter, within limits."""

import csv
import io
import json
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("ibis")

from concordat.records import compute as computing
from concordat.records.compute import compute, prepare
from concordat.records.explain import explain
from concordat.records.footer import NotRecords
from concordat.records.generate import generate_records, plan_records
from concordat.records.metrics.catalogue import METRICS, UnknownMetric, find_metrics
from concordat.records.request import Request
from concordat.records.write_counts import render_counts, render_report

HOSPITAL = ("emergency-admissions-65", "long-stays-65", "readmissions-30-days", "delayed-days")


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records") / "england"
    generate_records(folder, plan_records(8_000, 7, 3))
    return folder


def totals(computed, column="numerator"):
    return {(row["metric"], row["place"], row["period"]): row[column] for row in computed.counts.iter_rows(named=True)}


def month(day):
    return f"{day:%Y-%m}"


def reference(rows):
    """Metric, area and month to numerator, row by row in plain Python."""
    found, stays = Counter(), defaultdict(list)
    for row in rows:
        older = row["method"] == "emergency" and row["admitted"].year - row["birth_year"] >= 65
        left, alive = row["discharged"], row["destination"] != "died"
        if older:
            found["emergency-admissions-65", row["area"], month(row["admitted"])] += 1
        if older and left is not None:
            stays[row["area"], month(left)].append((left - row["admitted"]).days)
            if (left - row["admitted"]).days > 30:
                found["long-stays-65", row["area"], month(row["admitted"])] += 1
        if left is not None and alive:
            found["weekend-discharges", row["area"], month(left)] += left.weekday() >= 5
            if row["ready"] is not None and row["admitted"].year - row["birth_year"] >= 18:
                days = (left - row["ready"]).days
                found["delayed-days", row["area"], month(left)] += days
                if row["destination"] in ("home-with-care", "residential-home", "nursing-home"):
                    found["delayed-days-social-care", row["area"], month(left)] += days
    for key, days in stays.items():
        found["stay-90th-percentile-65", *key] = sorted(days)[-(-len(days) * 9 // 10) - 1]
    return found


def test_row_metrics_are_those_of_plain_python(england):
    rows = pl.read_parquet(england / "admissions" / "*.parquet")
    expected = reference(rows.iter_rows(named=True))
    metrics = tuple(dict.fromkeys(metric for metric, _, _ in expected))
    found = totals(compute(Request(folder=england, metrics=metrics)))
    assert {key: value for key, value in found.items() if value} == {k: v for k, v in expected.items() if v}


def test_nothing_is_lost_between_periods(england):
    """Half a year: what two quarters count is what their six months count, for all that adds up."""
    by_month = compute(Request(folder=england, metrics=("all",)))
    by_quarter = compute(Request(folder=england, metrics=("all",), by="quarter"))
    assert set(by_quarter.counts.get_column("period")) == {"2023-24-q1", "2023-24-q2"}
    for metric in HOSPITAL:
        months = by_month.counts.filter(pl.col("metric") == metric, pl.col("period") < "2023-10")
        quarters = by_quarter.counts.filter(pl.col("metric") == metric)
        assert months.get_column("numerator").sum() == quarters.get_column("numerator").sum() > 0
    at_end = [by.counts.filter(pl.col("metric") == "personal-budgets") for by in (by_month, by_quarter)]
    june = at_end[0].filter(pl.col("period") == "2023-06").get_column("denominator").to_list()
    assert at_end[1].filter(pl.col("period") == "2023-24-q1").get_column("denominator").to_list() == june


def test_every_place_has_every_period(england):
    computed = compute(Request(folder=england, metrics=HOSPITAL))
    places = computed.counts.get_column("place").n_unique()
    assert computed.counts.height == len(HOSPITAL) * places * 7
    assert computed.counts.filter(pl.col("numerator").is_null()).is_empty()
    assert compute(Request(folder=england, metrics=("all",))).report.notes == [
        "reablement-91-days-65: the records do not reach far enough for any month."
    ]


def test_what_is_known_is_not_read_again_and_a_new_month_costs_that_month(england, tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(england / "admissions", folder / "admissions")
    last = folder / "admissions" / "2023-10.parquet"
    later = last.rename(tmp_path / last.name)
    request = Request(folder=folder, metrics=HOSPITAL)
    first = compute(request)
    again = compute(request)
    assert (again.report.rows_read, again.report.tasks_done) == (0, 0)
    assert again.counts.equals(first.counts)
    later.rename(last)
    added = compute(request)
    assert added.report.rows_read == 2 * pl.read_parquet(last).height
    assert added.counts.equals(compute(Request(folder=folder, metrics=HOSPITAL, fresh=True)).counts)


def test_a_month_that_changed_is_worked_out_again_with_those_that_follow_it(england, tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(england / "admissions", folder / "admissions")
    request = Request(folder=folder, metrics=HOSPITAL)
    compute(request)
    path = folder / "admissions" / "2023-06.parquet"
    pl.read_parquet(path).filter(pl.col("person") % 2 == 0).write_parquet(path)
    assert compute(request).counts.equals(compute(Request(folder=folder, metrics=HOSPITAL, fresh=True)).counts)


def test_an_interrupted_run_goes_on(england, tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(england / "admissions", folder / "admissions")
    request, told = Request(folder=folder, metrics=HOSPITAL), []

    def stop(label):
        told.append(label)
        if len(told) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute(request, stop)
    resumed = compute(request)
    assert resumed.report.tasks_known == 4
    assert resumed.report.tasks_done == len(prepare(request).tasks()) - 4
    assert not list((folder / ".counts").glob("spill-*"))


def test_explain_says_what_would_be_read_and_reads_nothing(england, tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(england / "admissions", folder / "admissions")
    request = Request(folder=folder, metrics=HOSPITAL)
    steps = explain(prepare(request))
    assert [(step.metrics, step.pieces, step.known, step.rows) for step in steps] == [
        (("delayed-days",), 7, 0, 8_000),
        (HOSPITAL[:3], 7, 0, 8_000),
    ]
    compute(request)
    assert [(step.known, step.rows) for step in explain(prepare(request))] == [(7, 0), (7, 0)]


def test_the_limits_reach_the_engine(england, monkeypatch):
    seen = {}

    class Spy(computing.DuckDBEngine):
        def __init__(self, **options):
            super().__init__(**options)
            seen.update(options)
            row = self._connection.con.execute("select current_setting('memory_limit'), current_setting('threads')")
            seen["set"] = row.fetchone()

    monkeypatch.setattr(computing, "DuckDBEngine", Spy)
    compute(Request(folder=england, metrics=("delayed-days",), memory_mb=900, threads=1, fresh=True))
    assert seen["memory_mb"] == 900 - computing.OWN_MEMORY_MB
    assert seen["set"] == ("429.1 MiB", 1)
    assert seen["spill"].parent == england / ".counts"
    assert not seen["spill"].exists()


def test_sums_of_days_know_of_how_many_they_are_and_do_not_tell(england):
    computed = compute(Request(folder=england, metrics=("all",)))
    behind = computed.counts.filter(pl.col("behind").is_not_null())
    assert set(behind["metric"]) == {id for id, metric in METRICS.items() if metric.is_amount}
    rows = pl.concat([pl.read_parquet(path) for path in (england / "admissions").iterdir()], how="vertical_relaxed")
    waited = rows.filter(
        (pl.col("discharged") > pl.col("ready"))
        & (pl.col("destination").cast(pl.String) != "died")
        & (pl.col("admitted").dt.year() - pl.col("birth_year") >= 18)
        & (pl.col("discharged") < pl.date(2023, 11, 1))
    )
    delayed = behind.filter(pl.col("metric") == "delayed-days")
    assert delayed["behind"].sum() == waited.height
    assert delayed["numerator"].sum() > waited.height > 0
    homes = behind.filter(pl.col("metric") == "bed-days-in-institutions-65", pl.col("numerator") > 0)
    assert (homes["behind"] * 31 >= homes["numerator"]).all()
    assert render_counts(computed).splitlines()[0].endswith("denominator")


def test_counts_and_report_say_where_they_come_from(england):
    computed = compute(Request(folder=england, metrics=("stay-90th-percentile-65", "long-stays-65")))
    rows = list(csv.DictReader(io.StringIO(render_counts(computed))))
    assert list(rows[0]) == ["metric", "area", "month", "numerator", "denominator"]
    assert {row["denominator"] for row in rows if row["metric"] == "long-stays-65"} == {""}
    report = json.loads(render_report(computed))
    assert report["versions"] == {"long-stays-65": 1, "stay-90th-percentile-65": 1}
    assert report["synthetic"] is True
    assert len(report["inputs"]) == 7
    assert all(len(digest) == 64 for digest in report["inputs"].values())


@pytest.mark.parametrize(
    ("options", "kind", "said"),
    [
        ({"metrics": ("emergency",)}, UnknownMetric, "Did you mean emergency-admissions-65"),
        ({"by": "decade"}, ValueError, "there are month, quarter, year"),
        ({"memory_mb": 100}, ValueError, "100 MB are too few"),
        ({"engine": "abacus"}, ValueError, "There is no engine 'abacus'"),
        ({"geography": "ward"}, NotRecords, "The column ward is in none of the files; name one of area"),
        ({"geography": "person"}, NotRecords, "The column person holds no places to count by; name one of area"),
        ({"geography": "birth_year"}, NotRecords, "holds no places"),
        ({"geography": "admitted"}, NotRecords, "holds no places"),
        ({"geography": "destination"}, NotRecords, "holds no places"),
        ({"folder": Path("nowhere")}, NotRecords, "nowhere: there is no such folder"),
        ({"folder": Path(__file__)}, NotRecords, "this is a file; name a folder"),
    ],
)
def test_what_cannot_be_met_is_said(options, kind, said, england):
    with pytest.raises(kind, match=said):
        compute(Request(**{"folder": england, "metrics": HOSPITAL, **options}))


def test_a_folder_that_cannot_be_used_is_said(england, tmp_path):
    with pytest.raises(NotRecords, match="no records are in this folder"):
        compute(Request(folder=tmp_path, metrics=HOSPITAL))
    shutil.copytree(england / "deaths", tmp_path / "deaths")
    with pytest.raises(NotRecords, match="there is no table admissions"):
        compute(Request(folder=tmp_path, metrics=HOSPITAL))
    (tmp_path / "admissions").mkdir()
    path = tmp_path / "admissions" / "a.parquet"
    rows = pl.read_parquet(england / "admissions" / "2023-04.parquet")
    for spoiled, what in (
        (rows.drop("method"), "need the column method"),
        (rows.with_columns(pl.col("admitted").cast(pl.String)), "string, not dates"),
        (rows.with_columns(pl.col("birth_year").cast(pl.String)), "not whole years"),
        (rows.with_columns(pl.lit(None, pl.Int64).alias("person")), "is empty in"),
    ):
        spoiled.write_parquet(path)
        with pytest.raises(NotRecords, match=what):
            compute(Request(folder=tmp_path, metrics=HOSPITAL))
    path.write_text("nothing")
    with pytest.raises(NotRecords, match="no Parquet file"):
        compute(Request(folder=tmp_path, metrics=HOSPITAL))


def test_find_metrics_keeps_the_order_of_the_catalogue():
    assert [metric.id for metric in find_metrics(["delayed-days", "emergency-admissions-65"])] == [
        "emergency-admissions-65",
        "delayed-days",
    ]
    assert find_metrics(["all"]) == list(METRICS.values())
