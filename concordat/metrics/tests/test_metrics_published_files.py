"""Published files, spoiled in every way that files are: each mistake is told with its line and a way out."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from concordat.metrics import (
    read_activity,
    read_ascof,
    read_delayed_transfers,
    read_delayed_transfers_national,
    read_deprivation,
    read_discharge,
)
from concordat.metrics.kinds import find_kind, read_file
from concordat.metrics.shelf import load_shelf
from concordat.questionnaires.read_yaml import DataError


@dataclass
class Table:
    """A small file of a kind that is right, to be spoiled."""

    columns: tuple[str, ...]
    rows: list[dict[str, str]]

    def write(self, path):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.columns)
            writer.writerows([row.get(column, "") for column in self.columns] for row in self.rows)
        return path


def delays(period, name, asc, ons, acute, other, mean=True):
    """A row of delayed transfers: everything the NHS's, everything reason A."""
    total = acute + other
    days = {"2011-04": 30, "2019-01": 31}[period]
    row = dict.fromkeys(read_delayed_transfers.COLUMNS, "0")
    row |= {"period": period, "region": "-", "ons_code": ons, "asc_code": asc, "name": name}
    row |= {"acute_days": str(acute), "non_acute_days": str(other), "nhs_days": str(total)}
    row |= {"A_completion_of_assessment": str(total)} | dict.fromkeys(read_delayed_transfers.TOTALS, str(total))
    if not mean:
        return row | dict.fromkeys((*read_delayed_transfers.MEANS, "O_other"), "")
    means = {"acute": acute, "non_acute": other, "total": total, "nhs": total}
    return row | {f"{name}_avg_people_published": f"{value / days:.9f}" for name, value in means.items()}


def delayed_transfers():
    return Table(
        read_delayed_transfers.COLUMNS,
        [
            delays("2019-01", "England", "-", "-", 95, 35),
            delays("2019-01", "Southend UA", "621", "E06000033", 40, 22),
            delays("2019-01", "Essex", "620", "E10000012", 50, 13),
            delays("2019-01", "Resident In Wales", "9900", "-", 5, 0),
            delays("2011-04", "Southend UA", "621", "", 100, 120, mean=False),
            delays("2011-04", "Dorset", "809", "", 7, 0, mean=False),
        ],
    )


def national():
    columns = read_delayed_transfers_national.COLUMNS
    row = dict.fromkeys(columns, "0.0") | {"period": "2019-01"}
    row |= {c: "62.0" for c in columns if "Acute|days" in c or "Total|days" in c or "NHS|days" in c or "A) " in c}
    row |= {c: "2.0" for c in columns if "Acute|dtoc" in c or "Total|dtoc" in c or "NHS|dtoc" in c}
    row |= {"by_type|Non-Acute|days": "0.0", "by_type|Non-Acute|dtoc_beds": "0.0"}
    return Table(columns, [row, row | {"period": "2017-03"}])


def activity():
    def row(period, code, name, count):
        found = dict.fromkeys(read_activity.COLUMNS, "0")
        found |= {"period": period, "fin_year": "2017-18", "org_code": code, "org_name": name}
        return found | {"non_elective_ga_ffce": count}

    rows = [("", "England", "300"), ("99G", "NHS SOUTHEND CCG", "200"), ("X24", "NHS ENGLAND", "100")]
    return Table(read_activity.COLUMNS, [row("2017-06", *one) for one in rows])


def ascof():
    def row(level, code, name, ascof_code, measure, value, year="2023-24"):
        return dict(zip(read_ascof.COLUMNS, (year, level, code, name, ascof_code, measure, value), strict=True))

    admissions, home = "perm_admissions_65plus_per_100k", "reablement_91_days_pct"
    return Table(
        read_ascof.COLUMNS,
        [
            row("Council", "E06000033", "Southend-on-Sea", "2C", admissions, "488.4"),
            row("Council", "E06000033", "Southend-on-Sea", "2D1", home, "86.8"),
            row("Council", "E06000033", "Southend-on-Sea", "2B1", home, "-", "2022-23"),
            row("Council type", "", "Unitary Authorities", "2C", admissions, "500"),
            row("Council Type", "-", "Unitary Authorities", "2D1", home, "80"),
            row("Region", "E12000006", "Eastern", "2C", admissions, "476.6"),
            row("England", "E92000001", "England", "2C", admissions, "566"),
        ],
    )


def mental_health():
    columns = read_ascof.COLUMNS_MENTAL_HEALTH
    both = [(code, value) for code, value in (("1F", "7"), ("1H", "57"))]
    cells = [("2017-18", "Council", "E06000033", "Southend-on-Sea", code, "Total", value) for code, value in both]
    return Table(columns, [dict(zip(columns, one, strict=True)) for one in cells])


def discharge():
    def row(level, code, *numbers):
        return dict(zip(read_discharge.COLUMNS, (level, code, code, "2024-04", *numbers), strict=True))

    return Table(
        read_discharge.COLUMNS,
        [
            row("England", "ENGLAND", "100", "80", "20", "70", "3.5"),
            row("ICB", "QH8", "100", "80", "20", "70", "3.5"),
            row("UTLA", "E06000033", "60", "50", "10", "-", "-"),
            row("UTLA", "E06000053", "6", "6", "0", "0", ""),
            row("Provider", "RAJ", "40", "30", "10", "35", "3.5"),
        ],
    )


def discharge_year():
    bands = {"n_no_delay": "80", "n_one_day": "20", "beddays_one_day": "20"}
    row = dict.fromkeys(read_discharge.COLUMNS_YEAR, "0") | bands
    row |= {"level": "UTLA", "code": "E06000033", "name": "Southend-on-Sea", "months": "12", "discharges": "100"}
    row |= {"same_day": "80", "same_day_pct": "80.00", "delayed": "20", "delayed_pct": "20.00"}
    row |= {"bed_days_after_drd": "20", "avg_days_delayed": "1", "avg_days_incl_zero": "0.20"}
    return Table(read_discharge.COLUMNS_YEAR, [row])


def deprivation():
    row = dict.fromkeys(read_deprivation.COLUMNS, "10")
    code, name = read_deprivation.COLUMNS[:2]
    misprinted = {code: "E0600003", name: "Slough"}
    return Table(read_deprivation.COLUMNS, [row | {code: "E06000033", name: "Southend-on-Sea"}, row | misprinted])


FILES = {
    "delayed-transfers": delayed_transfers,
    "delayed-transfers-national": national,
    "activity": activity,
    "ascof": ascof,
    "ascof-mental-health": mental_health,
    "discharge-ready": discharge,
    "discharge-ready-year": discharge_year,
    "deprivation": deprivation,
}
ROWS = {
    "delayed-transfers": 3 * 17 + 2 * 16,  # reason O begins in 2017; people who live in Wales are left out
    "delayed-transfers-national": 17 + 16,
    "activity": 3,
    "ascof": 5,
    "ascof-mental-health": 2,
    "discharge-ready": 15,
    "discharge-ready-year": 3,
    "deprivation": 4,
}
# Kind, row (from 0), column, what is typed there, code of the finding, what it says.
SPOILED = [
    ("delayed-transfers", 1, "acute_days", "4O", "not-a-figure", "line 3: acute_days is '4O', which is no number of 0"),
    ("delayed-transfers", 1, "acute_days", "-40", "not-a-figure", "acute_days is '-40'"),
    ("delayed-transfers", 1, "acute_days", "", "not-a-figure", "acute_days is ''"),
    ("delayed-transfers", 1, "acute_days", "40.5", "not-a-figure", "acute_days is '40.5'"),
    ("delayed-transfers", 1, "total_days", "1,062", "not-a-figure", "total_days is '1,062'"),
    (
        "delayed-transfers",
        1,
        "acute_days",
        "41",
        "total-is-not-the-sum",
        "total_days is 62, but acute_days + non_acute",
    ),
    ("delayed-transfers", 1, "nhs_days", "41", "total-is-not-the-sum", "total_days_org is 62, but nhs_days + social"),
    ("delayed-transfers", 1, "H_disputes", "1", "total-is-not-the-sum", "total_days_reason is 62, but A_completion"),
    ("delayed-transfers", 1, "H_disputes", "-", None, ""),
    ("delayed-transfers", 1, "period", "2019-13", "unknown-period", "period is '2019-13', which is no period"),
    ("delayed-transfers", 1, "period", "Jan-19", "unknown-period", "Write it as 2019-04."),
    ("delayed-transfers", 1, "asc_code", "999", "unknown-code", "asc_code is '999', the code of no council"),
    (
        "delayed-transfers",
        1,
        "ons_code",
        "E06000034",
        "unknown-code",
        "ons_code is 'E06000034', the code of no council",
    ),
    ("delayed-transfers", 0, "nhs_days", "-", "total-is-not-the-sum", "total_days_org is 130"),
    ("delayed-transfers", 1, "nhs_avg_people_published", "2.1", "published-figure-differs", "but nhs_days divided by"),
    ("delayed-transfers-national", 0, "by_type|Acute|days", "63", "total-is-not-the-sum", "by_type|Total|days is 62.0"),
    ("delayed-transfers-national", 0, "by_type|Acute|dtoc_beds", "3", "published-figure-differs", "is 2."),
    ("delayed-transfers-national", 0, "period", "", "unknown-period", "period is ''"),
    ("delayed-transfers-national", 0, "by_reason|O) Other|days", "-", "not-a-figure", "'-'"),
    ("activity", 1, "non_elective_ga_ffce", "-", "not-a-figure", "non_elective_ga_ffce is '-'"),
    (
        "activity",
        1,
        "non_elective_ga_ffce",
        "201",
        "nation-is-not-the-sum",
        "England in 2017-06 is 300, but the rows make 301",
    ),
    ("activity", 1, "org_code", "ZZZ", "unknown-code", "org_code is 'ZZZ', the code of no commissioner"),
    ("activity", 1, "fin_year", "2017-25", None, ""),
    ("ascof", 0, "measure", "perm_admissions", "unknown-word", "known are dtoc_joint_per_100k"),
    ("ascof", 0, "level", "County", "unknown-word", "level is 'County'"),
    ("ascof", 0, "ons_code", "E06999999", "unknown-code", "ons_code is 'E06999999', the code of no council"),
    ("ascof", 5, "ons_code", "E12000099", "unknown-code", "the code of no region"),
    ("ascof", 6, "ons_code", "E06000033", "unknown-code", "the code of no country"),
    ("ascof", 0, "year", "2023-25", "unknown-period", "year is '2023-25', which is no period"),
    ("ascof", 0, "value", "*", "not-a-figure", "value is '*'"),
    ("ascof-mental-health", 0, "ascof_code", "1G", "unknown-word", "ascof_code is '1G'; known are 1F, 1H."),
    ("ascof-mental-health", 0, "disaggregation", "Male", "unknown-word", "disaggregation is 'Male'"),
    (
        "discharge-ready",
        0,
        "discharges",
        "101",
        "total-is-not-the-sum",
        "discharges is 101, but same_day + delayed make 100",
    ),
    (
        "discharge-ready",
        0,
        "bed_days_after_drd",
        "75",
        "nation-is-not-the-sum",
        "England in 2024-04 is 75, but the rows",
    ),
    (
        "discharge-ready",
        4,
        "avg_days_excl_zero",
        "4.5",
        "published-figure-differs",
        "but bed_days_after_drd divided by",
    ),
    ("discharge-ready", 0, "level", "Region", "unknown-word", "level is 'Region'"),
    ("discharge-ready", 2, "code", "E06000099", "unknown-code", "code is 'E06000099', the code of no council"),
    ("discharge-ready", 1, "code", "QQQ", "unknown-code", "code is 'QQQ', the code of no ICB or trust"),
    ("discharge-ready", 0, "month", "2024-00", "unknown-period", "month is '2024-00'"),
    (
        "discharge-ready-year",
        0,
        "n_one_day",
        "21",
        "total-is-not-the-sum",
        "discharges is 100, but n_no_delay + n_one_day",
    ),
    ("discharge-ready-year", 0, "beddays_one_day", "21", "total-is-not-the-sum", "bed_days_after_drd is 20, but"),
    ("discharge-ready-year", 0, "same_day_pct", "81", "published-figure-differs", "same_day_pct is 81, but"),
    ("deprivation", 0, read_deprivation.COLUMNS[0], "E0600004", "unknown-code", "'E0600004', the code of no council"),
    ("deprivation", 0, "IMD - Average score", "high", "not-a-figure", "IMD - Average score is 'high'"),
    ("deprivation", 1, read_deprivation.COLUMNS[1], "Bath", "unknown-code", "'E0600003', the code of no council"),
]


@pytest.fixture(scope="module")
def shelf():
    return load_shelf()


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_right_is_known_by_its_columns_and_gives_every_figure(kind, tmp_path, shelf):
    found, reading = read_file(FILES[kind]().write(tmp_path / "file.csv"), shelf)
    assert (found.id, reading.kind) == (kind, kind)
    assert [finding for finding in reading.findings if finding.severity != "note"] == []
    assert reading.figures.height == ROWS[kind]


@pytest.mark.parametrize(
    ("kind", "row", "column", "typed", "code", "said"), SPOILED, ids=[f"{one[0]}-{one[2]}-{one[3]}" for one in SPOILED]
)
def test_a_spoiled_field_is_told_with_its_line_and_column(kind, row, column, typed, code, said, tmp_path, shelf):
    table = FILES[kind]()
    table.rows[row] = table.rows[row] | {column: typed}
    _, reading = read_file(table.write(tmp_path / "spoiled.csv"), shelf)
    blocking = [finding for finding in reading.findings if finding.severity == "blocks"]
    if code is None:
        assert blocking == []
        return
    assert not reading.is_sound
    assert reading.figures.is_empty()
    assert code in {finding.code for finding in blocking}
    told = [f"{finding.where.partition(': ')[2]}: {finding.message} {finding.remedy}" for finding in blocking]
    assert any(said in one for one in told), told
    assert all(finding.where.startswith("spoiled.csv: line ") for finding in blocking)


@pytest.mark.parametrize("kind", FILES)
def test_a_row_that_stands_twice_is_told_with_both_lines(kind, tmp_path, shelf):
    table = FILES[kind]()
    table.rows.append(table.rows[0])
    _, reading = read_file(table.write(tmp_path / "file.csv"), shelf)
    (finding,) = [one for one in reading.findings if one.severity == "blocks"]
    assert finding.code == "row-twice"
    assert finding.where == f"file.csv: line {len(table.rows) + 1}"
    assert "stands twice, first on line 2." in finding.message


@pytest.mark.parametrize("kind", FILES)
def test_a_missing_and_an_added_column_are_named(kind, tmp_path, shelf):
    table = FILES[kind]()
    columns = table.columns
    table.columns = (*columns[:-1], "revised")
    with pytest.raises(DataError, match="columns of no file that is known") as told:
        read_file(table.write(tmp_path / "file.csv"), shelf)
    assert f"The nearest is {kind} (" in str(told.value)
    assert f"missing: {columns[-1]}; unknown: revised" in str(told.value)
    with pytest.raises(DataError, match="line 1: the columns are not as expected"):
        read_file(tmp_path / "file.csv", shelf, kind)


@pytest.mark.parametrize("kind", FILES)
def test_a_row_that_is_too_short_is_told(kind, tmp_path, shelf):
    path = FILES[kind]().write(tmp_path / "file.csv")
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], lines[1].rpartition(",")[0]]) + "\n")
    with pytest.raises(DataError, match=r"line 3: \d+ fields where \d+ belong"):
        read_file(path, shelf)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty or begins with an empty line"),
        (b"\n\n", "the file is empty or begins with an empty line"),
        (b"period,region\n\xff\xfe\n", "this is no CSV text in UTF-8"),
        ("period,région\n".encode("utf-16"), "this is no CSV text in UTF-8"),
        (b"PAR1\x00\x01\x02", "columns of no file that is known"),
        (b"name,age\nAnn,7\n", "Known are delayed-transfers"),
        (b"<html><body>Not found</body></html>", "columns of no file that is known"),
    ],
)
def test_a_wrong_file_altogether_is_refused(content, said, tmp_path, shelf):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_file(path, shelf)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        find_kind(tmp_path / "nowhere.csv")
    with pytest.raises(DataError, match="cannot be read"):
        find_kind(tmp_path)
    with pytest.raises(DataError, match="There is no kind of file 'dtoc'; there are delayed-transfers, "):
        find_kind(delayed_transfers().write(tmp_path / "file.csv"), "dtoc")


@pytest.mark.parametrize("kind", FILES)
def test_columns_without_rows_are_refused(kind, tmp_path, shelf):
    table = FILES[kind]()
    table.rows.clear()
    with pytest.raises(DataError, match="no row follows the columns"):
        read_file(table.write(tmp_path / "file.csv"), shelf)


def test_latin_1_and_a_byte_order_mark(tmp_path, shelf):
    path = ascof().write(tmp_path / "file.csv")
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_file(path, shelf)[1].is_sound
    path.write_bytes(text.replace("Eastern", "Eastérn").encode("latin-1"))
    with pytest.raises(DataError, match="this is no CSV text in UTF-8"):
        read_file(path, shelf)


def test_before_july_2015_the_social_care_code_finds_the_council_of_the_time(tmp_path):
    reading = read_delayed_transfers.read_delayed_transfers(delayed_transfers().write(tmp_path / "file.csv"))
    rows = reading.figures.filter(reading.figures["breakdown"] == "total").sort("period")
    assert rows["code"].to_list()[:2] == ["E06000033", "E10000009"]  # old Dorset, not its successor of 2019


def test_a_dash_is_missing_and_never_0(tmp_path, shelf):
    _, reading = read_file(discharge().write(tmp_path / "file.csv"), shelf)
    rows = reading.figures.filter(reading.figures["measure"] == "discharge-delay")
    cells = {
        code: tuple(cell) for code, *cell in rows.select("code", "numerator", "denominator", "missing").iter_rows()
    }
    assert cells["E06000033"] == (None, 60, "The source prints - here.")
    assert cells["E06000053"] == (0, 6, "")


def test_reused_codes_of_ascof_are_read_by_what_they_measure(tmp_path, shelf):
    _, reading = read_file(ascof().write(tmp_path / "file.csv"), shelf)
    council = reading.figures.filter(reading.figures["code"] == "E06000033").sort("period", "measure")
    assert council["measure"].to_list() == ["reablement-at-home", "admissions-65", "reablement-at-home"]
    assert reading.findings[0].message.startswith("2 rows left out: summaries by type of council")


def test_many_mistakes_of_one_kind_are_not_all_told(tmp_path, shelf):
    table = ascof()
    row = table.rows[0]
    table.rows = [row | {"name": str(number), "value": "x"} for number in range(500)]
    _, reading = read_file(table.write(tmp_path / "file.csv"), shelf)
    assert sum(finding.code == "not-a-figure" for finding in reading.findings) == 20


SOURCES = {
    "delayed-transfers-2020-02": "dtoc/dtoc_delayed_days_by_la_month.csv",
    "delayed-transfers-national-final": "dtoc/dtoc_england_monthly_2010_08_2020_02.csv",
    "activity-2019-12": "nea/mar_by_commissioner_month.csv",
    "ascof-2023-24": "ascof/ascof_bcf_measures.csv",
    "ascof-mental-health-2022-23": "ascof/ascof_1f_1h.csv",
    "discharge-ready-2024-25": "discharge/drd_2024_25_monthly.csv",
    "discharge-ready-year-2024-25": "discharge/drd_2024_25_annual.csv",
    "deprivation-2019": "deprivation/imd2019_utla19_official.csv",
}


@pytest.mark.skipif("CONCORDAT_SOURCES" not in os.environ, reason="the published files are not here")
@pytest.mark.parametrize("edition", SOURCES)
def test_what_ships_is_what_was_published(edition, shelf):
    path = Path(os.environ["CONCORDAT_SOURCES"]).parent / "data" / SOURCES[edition]
    if not path.exists():
        pytest.skip("the published files are not beside the sources")
    _, reading = read_file(path, shelf)
    assert reading.is_sound
    key = ["measure", "breakdown", "code", "period"]
    assert shelf.figures(shelf.edition(edition)).equals(reading.figures.sort(key))
