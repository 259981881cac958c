"""The made-up England: as many as asked for, the same from the same seed, and like what is published."""

import csv
import os
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from concordat.periods import Month
from concordat.records.door.read_rows import find_record_files
from concordat.records.door.validate import check_files
from concordat.records.england.months import Plan, found_country, share_out_admissions, simulate_months
from concordat.records.england.profile import load_people, load_profile
from concordat.records.england.spells import NO_DAY
from concordat.records.folder import is_synthetic, list_files
from concordat.records.generate import CannotGenerate, generate_records, plan_records
from concordat.records.parquet import digest_of
from concordat.records.schema import codes_of

SMALL = plan_records(6_000, 5, 11)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("england") / "records"
    return folder, generate_records(folder, SMALL)


@pytest.fixture(scope="module")
def half_a_million():
    """(country, all stays) of 500,000 admissions in 12 months."""
    country = found_country(Plan(500_000, Month(2023, 4), 12, 5))
    return country, [made.stays for made in simulate_months(country) if not made.warms_up]


def digests(folder):
    return {str(path.relative_to(folder)): digest_of(path) for path in sorted(folder.rglob("*.parquet"))}


@pytest.mark.parametrize("admissions", [1, 60, 10_000])
def test_exactly_as_many_admissions_as_asked_for(admissions, tmp_path):
    generate_records(tmp_path / "out", plan_records(admissions, 3, 1), events=False)
    assert sum(file.rows for file in list_files(tmp_path / "out", "admissions")) == admissions


def test_months_share_all_admissions_out_by_season():
    plan = plan_records(1_200_001, 12, 1)
    counts = share_out_admissions(plan, load_profile())
    assert sum(counts) == 1_200_001
    assert max(counts) / min(counts) < 1.3


def test_every_file_and_the_folder_say_that_it_is_made_up(small):
    folder, made = small
    assert is_synthetic(folder)
    assert all(file.synthetic for table in made.tables for file in list_files(folder, table))
    assert all(file.month is not None for table in made.tables for file in list_files(folder, table))


def test_every_row_can_be_used(small):
    """No overlap, no code off its list, nothing reversed: the door refuses none."""
    folder, _ = small
    checked = check_files(find_record_files([folder]), date(2030, 1, 1))
    assert checked.is_sound, [list(file.refused()) for file in checked.files if file.accepted < file.rows]


def test_nobody_is_admitted_after_death_or_twice_on_a_day(small):
    folder, _ = small
    rows = f"'{folder}/admissions/*.parquet'"
    late = f"select count(*) from {rows} a join '{folder}/deaths/*.parquet' d using (person) where admitted > died"
    twice = f"select count(*) from (select 1 from {rows} group by person, admitted having count(*) > 1)"
    connection = duckdb.connect()
    assert connection.execute(late).fetchone() == (0,)
    assert connection.execute(twice).fetchone() == (0,)


def test_the_same_plan_gives_the_same_bytes_and_another_seed_others(small, tmp_path):
    folder, _ = small
    generate_records(tmp_path / "again", SMALL)
    assert digests(tmp_path / "again") == digests(folder)
    generate_records(tmp_path / "other", plan_records(6_000, 5, 12))
    assert not set(digests(tmp_path / "other").values()) & set(digests(folder).values())


def test_an_interrupted_run_goes_on_to_the_same_files(small, tmp_path):
    folder, made = small

    def stop(month):
        if month == "2023-07":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_records(tmp_path / "cut", SMALL, tick=stop)
    there = len(digests(tmp_path / "cut"))
    assert 0 < there < made.files
    resumed = generate_records(tmp_path / "cut", SMALL)
    assert resumed.written == made.files - there
    assert digests(tmp_path / "cut") == digests(folder)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((0, 12, 1), "0 admissions cannot be made"),
        ((10, 0, 1), "0 months cannot be made"),
        ((10, 12, -1), "-1 is no seed"),
        ((10, 12, 1, Month(1800, 1)), "1800-01 is too far away"),
    ],
)
def test_plan_records_says_what_cannot_be_made(asked, said):
    with pytest.raises(CannotGenerate, match=said):
        plan_records(*asked)


def test_a_folder_of_something_else_is_left_alone(small, tmp_path):
    folder, _ = small
    with pytest.raises(CannotGenerate, match="made with admissions 6000 instead of 6001"):
        generate_records(folder, plan_records(6_001, 5, 11))
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CannotGenerate, match="not empty"):
        generate_records(tmp_path, SMALL)


def test_delays_are_those_published(half_a_million):
    """England 2024-25: 13.54% of discharges after a night or more were delayed, 0.825 days on average with zeros."""
    _, months = half_a_million
    known = np.concatenate([stays.ready for stays in months]) != NO_DAY
    delay = np.concatenate([stays.discharged - stays.ready for stays in months])[known]
    delays = load_profile().delays
    assert (delay > 0).mean() == pytest.approx(1 - delays.same_day / delays.people, abs=0.006)
    assert delay.mean() == pytest.approx(sum(length.days for length in delays.lengths) / delays.people, abs=0.06)
    for length in delays.lengths:
        share = ((delay >= length.from_) & (delay <= length.to)).mean()
        assert share == pytest.approx(length.people / delays.people, rel=0.1), length


def test_activity_and_season_are_those_published(half_a_million):
    """2018: 6,513,247 emergencies beside 8,387,860 planned admissions, 84.5% of these day cases."""
    _, months = half_a_million
    method = np.concatenate([stays.method for stays in months])
    days = np.concatenate([stays.discharged - stays.admitted for stays in months])
    activity = load_profile().activity
    assert (method == 0).sum() / (method == 1).sum() == pytest.approx(activity.emergency / activity.elective, rel=0.03)
    assert (days[method == 1] == 0).mean() == pytest.approx(activity.day_cases / activity.elective, abs=0.01)


def test_people_live_where_people_live(half_a_million):
    country, _ = half_a_million
    everyone = sum(map(sum, load_people().values()))
    for area, code in enumerate(country.strata.areas):
        there = country.strata.sizes[country.strata.area == area].sum()
        assert there / country.strata.people == pytest.approx(sum(load_people()[code]) / everyone, rel=0.02)


def test_frail_and_old_people_come_back(half_a_million):
    """About one emergency in seven of older people follows a discharge within 30 days."""
    country, months = half_a_million
    columns = [(s.person, s.admitted, s.discharged, s.method, country.strata.group[s.stratum]) for s in months]
    person, admitted, discharged, method, group = (np.concatenate(of) for of in zip(*columns, strict=True))
    order = np.lexsort((admitted, person))
    same = person[order][1:] == person[order][:-1]
    gap = admitted[order][1:] - discharged[order][:-1]
    assert (gap[same] >= 0).all()
    older = (method[order][1:] == 0) & (group[order][1:] >= 2)
    assert 0.11 < (same & (gap <= 30))[older].mean() < 0.19


def test_codes_of_the_profile_are_on_the_lists():
    assert set(load_profile().destinations.codes) == set(codes_of("admissions", "destination").ids)


@pytest.mark.skipif("CONCORDAT_SOURCES" not in os.environ, reason="the published files are not here")
def test_published_figures_are_those_of_the_files():
    data = Path(os.environ["CONCORDAT_SOURCES"]).parent / "data"
    with (data / "discharge" / "drd_2024_25_annual.csv").open(newline="") as file:
        england = next(row for row in csv.DictReader(file) if row["level"] == "England")
    delays = load_profile().delays
    assert (delays.same_day, delays.people) == (int(england["same_day"]), int(england["discharges"]))
    names = ("one_day", "two_three", "four_six", "seven_thirteen", "fourteen_twenty", "twenty_one_plus")
    assert [length.people for length in delays.lengths] == [int(england[f"n_{name}"]) for name in names]
    assert [length.days for length in delays.lengths] == [int(england[f"beddays_{name}"]) for name in names]
    with (data / "nea" / "mar_by_commissioner_month.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["org_name"] == "England" and row["period"][:4] == "2018"]
    activity = load_profile().activity
    assert sum(float(row["non_elective_ga_ffce"]) for row in rows) == activity.emergency
    assert sum(float(row["elective_total"]) for row in rows) == activity.elective
    assert sum(float(row["elective_daycase"]) for row in rows) == activity.day_cases
