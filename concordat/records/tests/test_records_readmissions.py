"""Readmissions three ways: said slowly in plain Python, by the plain definition, and by the pass over months."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("ibis")

from concordat.periods import Month
from concordat.records.compute import compute
from concordat.records.engines.follow_months import MonthFollower, can_follow
from concordat.records.folder import list_files
from concordat.records.request import Request

FIRST = date(2023, 11, 1)
IDS = ("emergency-admissions-65", "long-stays-65", "readmissions-30-days")


def readmissions(stays):
    """Area and month to (admissions, readmissions), as the definition reads: each stay beside all others."""
    counts = {}
    for one in stays:
        if one["method"] != "emergency" or one["admitted"].year - one["birth_year"] < 65:
            continue
        key = one["area"], str(Month(one["admitted"].year, one["admitted"].month))
        admissions, again = counts.get(key, (0, 0))
        counts[key] = admissions + 1, again + any(comes_back(one, other) for other in stays if other is not one)
    return counts


def comes_back(one, other):
    if other["person"] != one["person"] or other["discharged"] is None:
        return False
    is_earlier = (other["admitted"], other["discharged"]) < (one["admitted"], one["discharged"] or date.max)
    return is_earlier and 0 <= (one["admitted"] - other["discharged"]).days <= 30


@st.composite
def stays(draw):
    """Anybody's stays, in any order, also overlapping and of no day at all; few people, so that they come back."""
    rows = []
    for _ in range(draw(st.integers(1, 40))):
        admitted = FIRST + timedelta(days=draw(st.integers(0, 150)))
        days = draw(st.one_of(st.none(), st.integers(0, 3), st.integers(0, 100)))
        rows.append(
            {
                "person": draw(st.integers(1, 6)),
                "birth_year": draw(st.sampled_from([1940, 1958, 1959, 1990])),
                "sex": "female",
                "area": draw(st.sampled_from(["A", "B"])),
                "method": draw(st.sampled_from(["emergency", "emergency", "elective", "other"])),
                "admitted": admitted,
                "discharged": None if days is None else admitted + timedelta(days=days),
                "ready": None,
                "destination": "home",
            }
        )
    return rows


def write(rows, folder: Path):
    frame = pl.DataFrame(
        rows, schema_overrides={"discharged": pl.Date, "ready": pl.Date, "birth_year": pl.Int16, "person": pl.Int64}
    )
    named = frame.with_columns(month=pl.col("admitted").dt.strftime("%Y-%m"))
    (folder / "admissions").mkdir(parents=True, exist_ok=True)
    for (month,), part in named.partition_by("month", as_dict=True, include_key=False).items():
        part.write_parquet(folder / "admissions" / f"{month}.parquet")


def counted(folder, metric="readmissions-30-days", **options):
    rows = compute(Request(folder=folder, metrics=(metric,), fresh=True, threads=1, **options)).counts.iter_rows(
        named=True
    )
    return {(row["place"], row["period"]): (row["denominator"], row["numerator"]) for row in rows}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stays())
def test_plain_definition_and_pass_over_months_count_what_the_words_say(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("stays")
    write(rows, folder)
    said = readmissions(rows)
    for plain in (False, True):
        found = counted(folder, plain=plain)
        assert {key: value for key, value in found.items() if value != (0, 0)} == said


@settings(max_examples=60, deadline=None)
@given(stays())
def test_pass_over_months_counts_what_the_words_say_in_any_order(tmp_path_factory, rows):
    """Also a month by itself, with what came before read from its files."""
    folder = tmp_path_factory.mktemp("stays")
    write(rows, folder)
    files = list_files(folder, "admissions")
    onwards, alone = MonthFollower(files, "area"), MonthFollower(files, "area")
    in_order, backwards = {}, {}
    try:
        for file, other in zip(files, reversed(files), strict=True):
            in_order[file], backwards[other] = onwards.count(file), alone.count(other)
    finally:
        onwards.close()
        alone.close()
    found = {}
    for file in files:
        for id in IDS:
            assert in_order[file][id].equals(backwards[file][id]), (id, file.month)
        counts = in_order[file]["readmissions-30-days"].select("place", "numerator", "denominator")
        for place, again, admissions in counts.iter_rows():
            found[place, str(file.month)] = admissions, again
    assert {key: value for key, value in found.items() if value != (0, 0)} == readmissions(rows)


def test_files_of_several_months_or_named_people_go_by_the_plain_definition(tmp_path):
    rows = [
        {"person": "p1", "admitted": date(2024, 1, 30), "discharged": date(2024, 2, 3)},
        {"person": "p1", "admitted": date(2024, 2, 20), "discharged": date(2024, 2, 22)},
    ]
    fixed = {
        "birth_year": 1940,
        "sex": "male",
        "area": "A",
        "method": "emergency",
        "ready": None,
        "destination": "home",
    }
    (tmp_path / "admissions").mkdir()
    pl.DataFrame([{**row, **fixed} for row in rows], schema_overrides={"ready": pl.Date}).write_parquet(
        tmp_path / "admissions" / "all.parquet"
    )
    assert not can_follow(list_files(tmp_path, "admissions"))
    assert counted(tmp_path) == {("A", "2024-01"): (1, 0), ("A", "2024-02"): (1, 1)}


def test_a_place_that_is_not_said_is_counted_as_not_known(tmp_path):
    fixed = {"birth_year": 1940, "sex": "male", "area": "A", "method": "emergency", "ready": None, "destination": None}
    rows = [
        {"person": 1, "admitted": date(2024, 1, 3), "discharged": None, "ward": None, **fixed},
        {"person": 2, "admitted": date(2024, 1, 3), "discharged": None, "ward": "W", **fixed},
    ]
    write(rows, tmp_path)
    for plain in (False, True):
        found = counted(tmp_path, geography="ward", plain=plain)
        assert found == {("W", "2024-01"): (1, 0), ("not known", "2024-01"): (1, 0)}
