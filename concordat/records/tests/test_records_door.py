"""The door: every row accepted or refused with its reason; people as pseudonyms; the key apart from the data."""

import json
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("stdnum")

from concordat.records.door.check_rows import REASONS, overlapping
from concordat.records.door.identifiers import are_valid, clean, find_kind, pseudonyms
from concordat.records.door.key import WrongKey, check_same_key, key_id, note_key, read_key
from concordat.records.door.load import load_checked, render_loaded
from concordat.records.door.read_rows import find_record_files, read_rows
from concordat.records.door.validate import check_files
from concordat.records.folder import list_files
from concordat.records.footer import NotRecords

TODAY = date(2025, 6, 30)
HEAD = "nhs_number,birth_year,sex,area,method,admitted,discharged,ready,destination"
GOOD = "9434765870,1940,F,E06000033,21,2024-01-05,2024-01-09,2024-01-08,19"
KEY = b"k" * 64


def check(folder, *lines, head=HEAD, name="stays.csv", **options):
    (folder / name).write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return check_files([folder / name], TODAY, **options)


def reasons(checked):
    return [(one.reason, one.column, one.count, one.rows) for file in checked.files for one in file.refused()]


def test_other_spellings_and_ways_to_write_dates_are_understood(tmp_path):
    checked = check(tmp_path, GOOD, "401 023 2137,1950,m,E1,ELECTIVE,05/02/2024,2024-02-06 00:00:00,,Home")
    assert checked.is_sound
    rows = checked.files[0].typed
    assert rows.get_column("person").to_list() == ["9434765870", "4010232137"]
    assert rows.get_column("method").to_list() == ["emergency", "elective"]
    assert rows.get_column("sex").to_list() == ["female", "male"]
    assert rows.get_column("discharged").to_list() == [date(2024, 1, 9), date(2024, 2, 6)]


SPOILED = [
    ("9434765871,1940,F,E1,21,2024-01-05,,,", "wrong-identifier", "person"),
    ("943476587,1940,F,E1,21,2024-01-05,,,", "wrong-identifier", "person"),
    (",1940,F,E1,21,2024-01-05,,,", "missing-value", "person"),
    ("9434765870,1940,F, ,21,2024-01-05,,,", "missing-value", "area"),
    ("9434765870,1940,F,E1,teleport,2024-01-05,,,", "unknown-code", "method"),
    ("9434765870,1940,F,E1,21,2024-02-30,,,", "wrong-type", "admitted"),
    ("9434765870,nineteen,F,E1,21,2024-01-05,,,", "wrong-type", "birth_year"),
    ("9434765870,1889,F,E1,21,2024-01-05,,,", "wrong-birth-year", "birth_year"),
    ("9434765870,2025,F,E1,21,2024-01-05,,,", "wrong-birth-year", "birth_year"),
    ("9434765870,1940,F,E1,21,2025-07-01,,,", "in-the-future", "admitted"),
    ("9434765870,1940,F,E1,21,2024-01-05,2024-01-04,,", "dates-reversed", "discharged"),
    ("9434765870,1940,F,E1,21,2024-01-05,2024-01-09,2024-01-10,", "dates-reversed", "ready"),
    ("9434765870,1940,F,E1,21,2024-01-05,2024-01-09,2024-01-04,", "dates-reversed", "ready"),
    (f"9434765870,1940,F,{'E' * 201},21,2024-01-05,,,", "too-long", "area"),
    ("4010232137,1950,F,E1,21,2024-01-05,2024-01-06,,home", "duplicate", "admitted"),
    ("4010232137,1950,F,E1,11,2024-01-05,2024-01-09,,home", "overlap", "admitted"),
]
NEAR = [
    "9434765870,1890,F,E1,21,2024-01-05,2024-01-05,2024-01-05,",
    "9434765870,2024,F,E1,21,2024-01-05,,,",
    "9434765870,1940,F,E1,21,2025-06-30,,,",
    f"9434765870,1940,F,{'E' * 200},21,2024-01-05,2024-01-09,2024-01-09,",
    "4010232137,1950,F,E1,11,2024-01-06,2024-01-09,,home",
]
BEFORE = "4010232137,1950,F,E1,21,2024-01-05,2024-01-06,,home"


@pytest.mark.parametrize(("line", "reason", "column"), SPOILED)
def test_a_spoiled_row_is_refused_with_its_reason_and_line(line, reason, column, tmp_path):
    checked = check(tmp_path, BEFORE, line)
    assert reasons(checked) == [(reason, column, 1, (3,))]
    assert (checked.rows, checked.accepted) == (2, 1)


@pytest.mark.parametrize("line", NEAR)
def test_a_row_that_just_holds_is_accepted(line, tmp_path):
    assert check(tmp_path, BEFORE, line).is_sound


def test_every_reason_has_an_example_here():
    assert {reason for _, reason, _ in SPOILED} == set(REASONS)


def test_rows_are_counted_once_and_no_cell_is_shown(tmp_path):
    checked = check(tmp_path, *(f"943476587{n % 2 + 1},1800,F,E1,x,{n},,," for n in range(40)), GOOD)
    assert checked.rows == 41
    assert checked.accepted + sum(one[2] for one in reasons(checked)) == 41
    said = json.dumps(checked.as_dict())
    assert "943476587" not in said
    assert all(len(rows) <= 10 for _, _, _, rows in reasons(checked))


def test_overlaps_are_found_across_files_and_a_refused_row_refuses_no_other(tmp_path):
    """1 to 10 January stands; 5 to 30 overlaps it and is refused; 12 to 15 overlaps only what was refused."""
    one = "4010232137,1950,F,E1,21,{},{},,"
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{one.format('2024-01-05', '2024-01-30')}\n")
    (tmp_path / "b.csv").write_text(
        f"{HEAD}\n{one.format('2024-01-12', '2024-01-15')}\n{one.format('2024-01-01', '2024-01-10')}\n"
    )
    checked = check_files(find_record_files([tmp_path]), TODAY)
    assert reasons(checked) == [("overlap", "admitted", 1, (2,))]
    assert checked.files[0].accepted == 0


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(0, 12)), max_size=30).map(
        lambda rows: sorted((person, begins, begins + days) for person, begins, days in rows)
    )
)
def test_overlapping_leaves_spells_that_do_not_overlap_and_refuses_none_without_cause(rows):
    person, begins, ends = (np.array([row[at] for row in rows], kind) for at, kind in ((0, "u8"), (1, "i4"), (2, "i4")))
    late = overlapping(person, begins, ends)
    kept = []
    for row, refused in zip(rows, late, strict=True):
        meets = any(one[0] == row[0] and row[1] < one[2] for one in kept)
        assert meets == refused
        if not refused:
            kept.append(row)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person,birth_year\n1,1940\n", "missing-column"),
        ("", "the file is empty"),
        ("person,died\n1,2024-01-01,x\n", "line 2 has 3 cells, and the first line names 2 columns"),
        ("person,person,died\n1,1,2024-01-01\n", "is there twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(text, said, tmp_path):
    (tmp_path / "in.csv").write_text(text)
    checked = check_files([tmp_path / "in.csv"], TODAY)
    assert said in checked.unreadable[0]
    assert "in.csv" in checked.unreadable[0]
    assert not checked.is_sound


def test_what_is_no_text_and_no_parquet_is_said(tmp_path):
    (tmp_path / "in.csv").write_bytes(b"person,died\n\xff\xfe,2024-01-01\n")
    (tmp_path / "in.parquet").write_bytes(b"nothing")
    checked = check_files(find_record_files([tmp_path]), TODAY)
    assert "not UTF-8" in checked.unreadable[0]
    assert "no Parquet file" in checked.unreadable[1]
    (tmp_path / "in.txt").write_text("")
    with pytest.raises(NotRecords, match="CSV"):
        find_record_files([tmp_path / "in.txt"])
    with pytest.raises(NotRecords, match="no such file"):
        find_record_files([tmp_path / "gone.csv"])
    with pytest.raises(NotRecords, match="no table 'x'"):
        check_files([], TODAY, table="x")


def test_parquet_with_the_wrong_kind_of_column_is_refused_row_by_row(tmp_path):
    pl.DataFrame({"person": [1, 2], "died": [20240101, 20240102]}).write_parquet(tmp_path / "deaths.parquet")
    checked = check_files([tmp_path / "deaths.parquet"], TODAY, table="deaths")
    assert reasons(checked) == [("wrong-type", "died", 2, (1, 2))]


def test_find_kind_takes_ten_digits_for_nhs_numbers():
    numbers, own = pl.Series(["943 476 5870", "9434765870", "x"]), pl.Series(["A1", "9434765870", "B2"])
    assert find_kind(numbers, False) == "nhs-number"
    assert find_kind(own, False) == "own"
    assert find_kind(own, True) == "nhs-number"
    assert find_kind(pl.Series([9434765870]), False) == "own"
    assert are_valid(clean(numbers, "nhs-number"), "nhs-number").to_list() == [True, True, False]


def test_pseudonyms_follow_from_identifier_and_key_alone():
    people = pl.Series(["9434765870", "4010232137", "9434765870", None])
    made = pseudonyms(people, KEY)
    assert made[0] == made[2] != made[1]
    assert made[3] is None
    assert made.drop_nulls().min() >= 0
    assert pseudonyms(people.reverse(), KEY).reverse().to_list() == made.to_list()
    assert not set(pseudonyms(people, b"l" * 64).drop_nulls()) & set(made.drop_nulls())


def test_load_writes_months_with_pseudonyms_and_leaves_the_rest_out(tmp_path):
    head, line = f"{HEAD},ward,surname", f"{GOOD},W1,Smith"
    later = GOOD.replace("2024-01-0", "2024-03-0") + ",W2,Smith"
    checked = check(tmp_path, line, later, "9434765871,1940,F,E1,21,2024-01-05,,,,W,Jones", head=head)
    loaded = load_checked(checked, tmp_path / "out", KEY, keep=["ward"])
    assert (loaded.rows, loaded.left_out) == (2, ("surname",))
    files = list_files(tmp_path / "out", "admissions")
    assert [str(file.month) for file in files] == ["2024-01", "2024-03"]
    rows = pl.concat(pl.read_parquet(file.path) for file in files)
    assert rows.get_column("person").to_list() == pseudonyms(pl.Series(["9434765870"] * 2), KEY).to_list()
    assert rows.get_column("ward").to_list() == ["W1", "W2"]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"9434765870" not in kept
    assert b"Smith" not in kept
    assert "9434765870" not in render_loaded(checked, loaded)


def test_load_puts_no_month_in_place_of_another_unless_told(tmp_path):
    checked = check(tmp_path, GOOD)
    load_checked(checked, tmp_path / "out", KEY)
    with pytest.raises(NotRecords, match="loaded already"):
        load_checked(checked, tmp_path / "out", KEY)
    assert load_checked(checked, tmp_path / "out", KEY, replace=True).rows == 1
    with pytest.raises(NotRecords, match="No row was accepted"):
        load_checked(check(tmp_path, "1,2,3,4,5,6,7,8,9"), tmp_path / "out", KEY)
    (tmp_path / "made-up").mkdir()
    (tmp_path / "made-up" / "SYNTHETIC.txt").write_text("")
    with pytest.raises(NotRecords, match="synthetic"):
        load_checked(checked, tmp_path / "made-up", KEY)


def test_load_keeps_what_is_named_however_it_is_written_and_never_nhs_numbers(tmp_path):
    (tmp_path / "a.csv").write_text(
        "person,nhs_number,other,birth_year,sex,area,method,admitted,Ward\n"
        "A1,9434765870,943 476 5870,1940,F,E06000033,21,2024-01-05,W\n"
    )
    checked = check_files([tmp_path / "a.csv"], TODAY)
    for name, said in (
        ("nhs_number", "The column nhs_number holds NHS numbers, which are not kept"),
        ("other", "The column other holds NHS numbers"),
        ("wrd", "No file has a column wrd to keep; there are nhs_number, other, ward"),
    ):
        with pytest.raises(NotRecords, match=said):
            load_checked(checked, tmp_path / "out", KEY, keep=[name])
    loaded = load_checked(checked, tmp_path / "out", KEY, keep=["Ward"])
    assert pl.read_parquet(loaded.files[0])["ward"].to_list() == ["W"]
    assert loaded.left_out == ("nhs_number", "other")


def test_a_ready_date_without_discharges_is_held_to_the_admission(tmp_path):
    head = "person,birth_year,sex,area,method,admitted,ready"
    checked = check(tmp_path, "A1,1940,F,E,21,2024-01-05,2024-01-04", "A2,1940,F,E,21,2024-01-05,2024-01-05", head=head)
    assert reasons(checked) == [("dates-reversed", "ready", 1, (2,))]
    assert checked.accepted == 1


def test_another_key_is_said_and_nothing_is_written(tmp_path):
    checked = check(tmp_path, GOOD)
    load_checked(checked, tmp_path / "out", KEY)
    other = b"x" * 64
    with pytest.raises(WrongKey, match=f"the key {key_id(KEY)}, and this is the key {key_id(other)}"):
        load_checked(checked, tmp_path / "out", other, replace=True)
    (tmp_path / "out" / "pseudonyms.json").write_text("{}")
    with pytest.raises(WrongKey, match="does not say which key"):
        check_same_key(tmp_path / "out", KEY)


def test_read_key_wants_a_long_key_apart_from_the_data(tmp_path):
    data, safe = tmp_path / "data" / "out", tmp_path / "safe"
    data.mkdir(parents=True)
    safe.mkdir()
    (safe / "key").write_text("0123456789abcdef" * 4 + "\n")
    assert read_key(safe / "key", {}, [data]) == read_key(None, {"CONCORDAT_RECORDS_KEY": "0123456789abcdef" * 4}, [])
    for where in (data, data / "inside", data.parent, tmp_path):
        where.mkdir(exist_ok=True)
        (where / "key").write_text("0123456789abcdef" * 4)
        with pytest.raises(WrongKey, match="lies with the data"):
            read_key(where / "key", {}, [data])
    with pytest.raises(WrongKey, match="nobody can be matched"):
        read_key(safe / "gone", {}, [data])
    (safe / "short").write_text("secret")
    with pytest.raises(WrongKey, match="has 6 characters"):
        read_key(safe / "short", {}, [data])
    with pytest.raises(WrongKey, match="There is no key"):
        read_key(None, {}, [data])


def test_the_fingerprint_is_kept_and_not_the_key(tmp_path):
    note_key(tmp_path, KEY)
    said = (tmp_path / "pseudonyms.json").read_text()
    assert key_id(KEY) in said
    assert KEY.decode() not in said
    check_same_key(tmp_path, KEY)


def test_read_rows_takes_the_table_of_the_folder_or_of_the_columns(tmp_path):
    (tmp_path / "residence").mkdir()
    text = "person,area,moved_in,moved_out\n1,E1,2020-01-01,\n"
    (tmp_path / "residence" / "a.csv").write_text(text)
    (tmp_path / "b.csv").write_text(text)
    assert read_rows(tmp_path / "residence" / "a.csv").table.id == "residence"
    assert read_rows(tmp_path / "b.csv").table.id == "residence"
