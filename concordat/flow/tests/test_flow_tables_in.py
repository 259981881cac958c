"""Tables in: what people write is read, and what is wrong is told by cell, all at once."""

from datetime import date

import pytest
import xlsxwriter

from concordat.flow.cells import BadTable, as_month, as_number
from concordat.flow.read_months import read_months
from concordat.flow.read_stays import read_stays
from concordat.flow.read_table import read_table
from concordat.periods import Month


def write(tmp_path, text, name="t.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def stays_text(*extra, columns="Days,Pathway,Still in"):
    rows = [f"{n % 30 + 1},Home,{'yes' if n % 10 == 0 else ''}" for n in range(40)]
    return "\n".join([columns, *rows, *extra]) + "\n"


def test_read_stays_takes_the_columns_by_their_names(tmp_path):
    found = read_stays(write(tmp_path, stays_text()))
    assert list(found) == ["Home"]
    assert (len(found["Home"].days), found["Home"].ended) == (40, 36)


def test_read_stays_of_one_column_needs_no_names(tmp_path):
    found = read_stays(write(tmp_path, "length\n" + "\n".join(str(n + 0.5) for n in range(30))))
    assert found["all stays"].days.sum() == sum(range(30)) + 15


def test_read_stays_tells_every_wrong_cell_at_once(tmp_path):
    path = write(tmp_path, stays_text("minus,Home,", "-4,Home,", "9999,Home,", "4,,", "4,Home,perhaps", "5,Home,,7"))
    with pytest.raises(BadTable) as problem:
        read_stays(path)
    said = str(problem.value)
    assert "t.csv, line 42, column Days: 'minus' is not a number; write digits, such as 24 or 7.5." in said
    assert "line 43, column Days: -4 is too low; write 0 or more." in said
    assert "line 44, column Days: 9999 is too high; write 3650 or less, or check the unit." in said
    assert "line 45, column Pathway: is empty; write the pathway" in said
    assert "line 46, column Still in: 'perhaps' is neither yes nor no" in said
    assert "line 47: more cells than the 3 columns" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is empty; the first row holds the names"),
        ("a,b\n1,2\n", "there is no column days; the columns are a, b."),
        ("Days,days\n1,2\n", "the column days stands twice"),
        ("days\n1\n2\n", "all stays: 2 stays that ended are too few to fit; give 20 or more."),
        ("days,x\n", "there is no stay in this table"),
        ('days\n"1\n', "not valid CSV"),
    ],
)
def test_read_stays_refuses(tmp_path, text, said):
    with pytest.raises(BadTable, match=said):
        read_stays(write(tmp_path, text))


def test_read_stays_of_nought_among_parts_of_days_asks_for_the_length(tmp_path):
    path = write(tmp_path, "days\n0\n" + "\n".join("2.5" for _ in range(30)))
    with pytest.raises(BadTable, match=r"line 2, column days: a stay of 0 among parts of days"):
        read_stays(path)


def test_read_table_names_cells_of_a_workbook(tmp_path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Stays")
        sheet.write_row(0, 0, ["Pathway", "Days"])
        sheet.write_row(1, 0, ["Home", "many"])
    table = read_table(path, "stays")
    assert table.rows[0]["days"].number() is None
    assert table.problems.lines == [
        "t.xlsx, sheet Stays, cell B2: 'many' is not a number; write digits, such as 24 or 7.5."
    ]
    with pytest.raises(BadTable, match="there is no sheet Stay; its sheets are Stays"):
        read_table(path, "Stay")


def test_read_table_of_what_is_no_table(tmp_path):
    with pytest.raises(BadTable, match="there is no such file"):
        read_table(tmp_path / "gone.csv")
    with pytest.raises(BadTable, match="there is no such file"):
        read_table(tmp_path / "gone.xlsx")
    with pytest.raises(BadTable, match="this is a folder"):
        read_table(tmp_path)
    with pytest.raises(BadTable, match="cannot be opened as a workbook"):
        read_table(write(tmp_path, "no workbook", "t.xlsx"))
    (tmp_path / "latin.csv").write_bytes(b"days\n\xe9\n")
    with pytest.raises(BadTable, match="not a text file in UTF-8"):
        read_table(tmp_path / "latin.csv")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_part_cells_too(tmp_path, mark):
    found = read_table(write(tmp_path, "\ufeffDays,Pathway\n7.5,Home\n".replace(",", mark)))
    assert found.columns == ("Days", "Pathway")
    assert (found.rows[0]["days"].number(), found.rows[0]["pathway"].text) == (7.5, "Home")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.5", 1234.5), ("£12", 12.0), ("-3", -3.0), ("−3", -3.0), (".5", 0.5), (7, 7.0)]
    + [(text, None) for text in ("", "1,23", "nan", "inf", "1e9", "12 days", "9" * 16, "9" * 30, True, "£")],
)
def test_as_number(text, number):
    assert as_number(text) == number


def test_as_month_reads_months_and_days():
    wanted = Month(2025, 11)
    assert [as_month(one) for one in ("2025-11", "Nov 2025", "01/11/2025", date(2025, 11, 1))] == [wanted] * 4
    assert as_month("winter") is None


def months_text(count=30, skip=None, value=lambda n: 100 + n % 12):
    rows = [f"{Month(2020, 1).plus(n)},Southend,{value(n)}" for n in range(count) if n != skip]
    return "\n".join(["Month,Place,People", *rows]) + "\n"


def test_read_months_finds_its_columns(tmp_path):
    found = read_months(write(tmp_path, months_text()))
    assert (found.column, len(found.months), found.counts[0]) == ("People", 30, 100.0)
    chosen = read_months(write(tmp_path, months_text() + "2020-01,Essex,7\n"), only={"place": "southend"})
    assert chosen.counts == found.counts


@pytest.mark.parametrize(
    ("text", "only", "said"),
    [
        (months_text(skip=4), {}, "missing between 2020-01 and 2022-06: 2020-05; add a row"),
        (months_text(10), {}, "10 months are too few to see a season; give 24 or more"),
        (months_text() + "2020-03,Essex,1\n", {}, "line 32, column Month: 2020-03 stands twice"),
        (months_text(value=lambda n: 0), {}, "every month is 0"),
        (months_text(value=lambda n: -1), {}, "-1 is too low; write 0 or more"),
        (months_text() + "winter,Southend,1\n", {}, "'winter' is not a month"),
        (months_text(), {"Place": "Kent"}, "no row has 'Kent' in the column Place; there are Southend"),
        (months_text(), {"County": "Kent"}, "there is no column County"),
        ("Place,People\nSouthend,3\n", {}, "no column holds months"),
        ("Month,A,B\n2020-01,3,4\n", {}, "name the column to forecast; these hold numbers: A, B"),
        ("Month,A\n", {}, "there is no row"),
    ],
)
def test_read_months_refuses(tmp_path, text, only, said):
    with pytest.raises(BadTable, match=said):
        read_months(write(tmp_path, text), only=only)
