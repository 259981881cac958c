"""Folders of records in a bad state: every one is answered by name, and what can still be counted is."""

import shutil

import polars as pl
import pytest

pytest.importorskip("ibis")

from concordat.records.compute import compute, prepare
from concordat.records.engines.engine import EngineFailed
from concordat.records.explain import explain
from concordat.records.footer import NotRecords
from concordat.records.generate import generate_records, plan_records
from concordat.records.parquet import replacing
from concordat.records.request import Request


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records") / "england"
    generate_records(folder, plan_records(8_000, 7, 3))
    return folder


def test_a_file_that_is_broken_inside_is_named_and_its_name_is_not_kept_as_read(england, tmp_path):
    shutil.copytree(england / "admissions", tmp_path / "admissions")
    path = tmp_path / "admissions" / "2023-06.parquet"
    spoiled = bytearray(path.read_bytes())
    spoiled[200:8000] = bytes(one ^ 0x5A for one in spoiled[200:8000])
    path.write_bytes(spoiled)
    with pytest.raises(NotRecords, match=r"2023-06.parquet: this is no Parquet file that can be read"):
        compute(Request(folder=tmp_path, metrics=("readmissions-30-days",)))
    rows = pl.read_parquet(england / "admissions" / "2023-06.parquet")
    rows.write_parquet(path, compression="uncompressed")
    text = path.read_bytes().replace(b"home-with-care", b"\xff" * 14)
    path.write_bytes(text)
    with pytest.raises(EngineFailed, match=r"DuckDB stopped: .*`concordat records validate` finds broken files"):
        compute(Request(folder=tmp_path, metrics=("delayed-days-social-care",)))


def test_files_without_the_columns_that_may_be_missing_are_counted_as_empty_there(england, tmp_path):
    (tmp_path / "admissions").mkdir()
    rows = pl.read_parquet(england / "admissions" / "2023-04.parquet")
    bare = rows.drop("discharged", "ready", "destination")
    bare.write_parquet(tmp_path / "admissions" / "a.parquet")
    counts = compute(Request(folder=tmp_path, metrics=("all",))).counts
    expected = (rows["method"].cast(pl.String) == "emergency") & (rows["birth_year"] <= 2023 - 65)
    found = dict(counts.group_by("metric").agg(pl.col("numerator").sum()).iter_rows())
    assert found["emergency-admissions-65"] == expected.sum() > 0
    assert {id for id, count in found.items() if count} == {"emergency-admissions-65"}


def test_a_geography_that_a_table_lacks_leaves_its_metrics_out(england, tmp_path):
    for table in ("admissions", "services"):
        shutil.copytree(england / table, tmp_path / table)
    for path in (tmp_path / "admissions").iterdir():
        rows = pl.read_parquet(path)
        rows.with_columns(ward=pl.col("area").cast(pl.String) + "-1").write_parquet(path)
    computed = compute(Request(folder=tmp_path, metrics=("all",), geography="ward"))
    left_out = [note for note in computed.report.notes if "has no column ward" in note]
    assert any(note.startswith("bed-days-in-institutions-65: left out, services/") for note in left_out)
    assert "emergency-admissions-65" in computed.report.versions
    assert all(place.endswith("-1") for place in computed.counts["place"])


def test_more_threads_than_there_are_do_no_harm(england):
    assert compute(Request(folder=england, metrics=("delayed-days",), threads=100_000, fresh=True)).counts.height


def test_a_full_disk_is_told_with_the_file_and_nothing_half_is_left(tmp_path):
    path = tmp_path / "made" / "counts.parquet"

    def fill():
        with replacing(path) as draft:
            draft.write_bytes(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left on device") as told:
        fill()
    assert told.value.filename == str(path)
    assert list(path.parent.iterdir()) == []


def test_counts_that_were_kept_and_cannot_be_read_are_worked_out_again(england, tmp_path):
    shutil.copytree(england / "admissions", tmp_path / "admissions")
    request = Request(folder=tmp_path, metrics=("delayed-days",))
    first = compute(request)
    for path in (tmp_path / ".counts").glob("*/*.parquet"):
        path.write_text("nothing")
    assert explain(prepare(request))[0].known == 0
    assert compute(request).counts.equals(first.counts)
