"""From nothing to published counts, as a person types it: make up, check, count on two engines, release, show."""

import csv
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

pytest.importorskip("ibis")

from concordat.cli.app import app

HEAD = "nhs_number,birth_year,sex,area,method,admitted,discharged,ready,destination"
STAYS = [  # what is wrong with each, if anything
    ("9434765870,1940,F,E06000033,21,05/01/2024,09/01/2024,08/01/2024,19", None),
    ("9434765870,1940,F,E06000033,21,07/01/2024,10/01/2024,,19", "overlap"),
    ("9434765870,1940,F,E06000033,21,2024-01-05,2024-01-09,2024-01-08,19", "duplicate"),
    ("9434765871,1940,F,E06000033,21,2024-02-05,2024-02-09,,19", "wrong-identifier"),
    ("9434765870,1940,F,E06000033,21,2024-03-09,2024-03-05,,19", "dates-reversed"),
    ("9434765870,1940,F,E06000033,99999,2024-03-05,2024-03-09,,19", "unknown-code"),
    ("9434765870,1940,F,E06000033,21,2024-03-32,2024-03-09,,19", "wrong-type"),
    ("9434765870,1940,F,,21,2024-03-05,2024-03-09,,19", "missing-value"),
    ("9434765870,2031,F,E06000033,21,2024-03-05,2024-03-09,,19", "wrong-birth-year"),
]


def run(*words, **environment):
    done = CliRunner().invoke(app, [*map(str, words)], env=environment)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, " ".join(done.output.split())


def rows_of(path):
    return list(csv.DictReader(path.read_text().splitlines()))


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story") / "england"
    words = ["--admissions", 20_000, "--months", 3, "--seed", 3, "--no-events"]
    code, said = run("records", "generate", folder, *words)
    assert (code, "20,000 synthetic admissions in 3 months" in said) == (0, True)
    return folder


@pytest.fixture(scope="module")
def released(england):
    """The file that leaves, and what was said of it."""
    output = england.parent / "counts.csv"
    code, said = run("records", "compute", england, "--metrics", "all", "--geography", "area", "-o", output)
    assert code == 0, said
    return output, said


def test_what_was_made_up_holds_the_columns_that_were_agreed_and_every_row_can_be_used(england):
    files = sorted((england / "admissions").glob("*.parquet"))
    assert [path.stem for path in files] == ["2023-04", "2023-05", "2023-06"]
    schema = pl.read_parquet_schema(files[0])
    agreed = ["person", "birth_year", "sex", "area", "method", "admitted", "discharged", "ready", "destination"]
    assert set(agreed) <= set(schema)
    assert {schema[name] for name in ("admitted", "discharged", "ready")} == {pl.Date}
    methods = pl.read_parquet(files[0])["method"].cast(pl.String)
    assert set(methods) == {"emergency", "elective", "other"}
    code, said = run("records", "validate", england)
    assert (code, "20,000 rows read, 20,000 accepted, 0 rejected." in said) == (0, True)


def test_what_is_released_is_suppressed_says_where_it_comes_from_and_names_no_person(england, released):
    output, said = released
    rows = rows_of(output)
    assert list(rows[0])[:5] == ["metric", "area", "month", "numerator", "denominator"]
    assert {row["rule"] for row in rows} == {"suppress-under-8-round-5 v1"}
    assert {row["records"] for row in rows} == {"synthetic"}
    figures = {row["numerator"] for row in rows if row["metric"] == "emergency-admissions-65"}
    assert "*" in figures
    assert not figures & {str(small) for small in range(1, 8)}
    people = {str(person) for path in england.glob("admissions/*") for person in pl.read_parquet(path)["person"]}
    assert not people & {row["area"] for row in rows}
    report = json.loads(output.with_suffix(".run.json").read_text())
    assert report["rows_read"] >= 20_000
    assert len(report["inputs"]) == 3
    assert "The records are synthetic." in said
    code, said = run("records", "compute", england, "--metrics", "all", "--geography", "person", "-o", output)
    assert (code, "holds no places" in said) == (2, True)


def test_released_values_are_shown_among_the_metrics(released, tmp_path):
    output, _ = released
    store = tmp_path / "metrics"
    code, said = run("metrics", "load", output, "--store", store, "--edition", "Synthetic, spring")
    assert code == 0, said
    shown = run("metrics", "show", "emergency-admissions-65", "--place", "essex", "--store", store)
    assert shown[0] == 0, shown
    essex = [row for row in rows_of(output) if row["area"] == "E10000012"]
    value = next(row["numerator"] for row in essex if row["metric"] == "emergency-admissions-65")
    assert f"2023-04 │ {value} │" in shown[1] or f" {value} " in shown[1], shown[1]
    assert "Synthetic" in shown[1]
    assert "released by suppress-under-8-round-5 v1" in shown[1]


@pytest.mark.skipif(shutil.which("java") is None, reason="no java is on this machine")
def test_spark_counts_the_same_through_the_command_line(england, tmp_path):
    pytest.importorskip("pyspark", reason="PySpark is not installed")
    chosen = ["--metrics", "readmissions-30-days", "--by", "quarter", "--internal"]
    files = [tmp_path / f"{engine}.csv" for engine in ("duckdb", "spark")]
    assert run("records", "compute", england, *chosen, "-o", files[0])[0] == 0
    more = ["--engine", "spark", "--master", "local[2]", "--threads", 2, "--fresh"]
    code, said = run("records", "compute", england, *chosen, *more, "-o", files[1])
    assert (code, "by spark" in said) == (0, True), said
    assert files[0].read_text() == files[1].read_text()
    assert sum(int(row["numerator"]) for row in rows_of(files[1])) > 0


def test_a_spoiled_row_of_each_kind_is_answered_and_the_rest_is_counted(tmp_path):
    source, key, out = tmp_path / "in" / "stays.csv", tmp_path / "safe" / "key", tmp_path / "records"
    source.parent.mkdir()
    source.write_text("\n".join([HEAD, *(line for line, _ in STAYS)]) + "\n")
    code, said = run("records", "validate", source)
    assert code == 1
    for wrong in {wrong for _, wrong in STAYS if wrong}:
        assert f"1 rejected: {wrong} (" in said
    assert "9 rows read, 1 accepted, 8 rejected." in said
    assert run("records", "key", key)[0] == 0
    assert run("records", "load", source, "-o", out, "--key", key)[0] == 1
    (loaded,) = (out / "admissions").iterdir()
    assert "9434765870" not in Path(loaded).read_bytes().decode("latin-1")
    counts = tmp_path / "c.csv"
    assert run("records", "compute", out, "--metrics", "delayed-days", "--internal", "-o", counts)[0] == 0
    assert counts.read_text().splitlines()[1:] == ["delayed-days,E06000033,2024-01,1,"]
