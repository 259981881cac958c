"""Series from CSV files as people save them, and every way in which a file can be spoiled, told by its line."""

import re
from datetime import date

import pytest

from concordat.metrics.control_charts.read_series import read_figure, read_series
from concordat.questionnaires.read_yaml import DataError

APRIL, MAY, JUNE = date(2016, 4, 1), date(2016, 5, 1), date(2016, 6, 1)


@pytest.fixture
def saved(tmp_path):
    def save(content, name="delays.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


READABLE = {
    "plain": "date,value\n2016-04-01,10\n2016-05-01,12.5\n",
    "byte order mark": b"\xef\xbb\xbfdate,value\r\n2016-04-01,10\r\n2016-05-01,12.5\r\n",
    "semicolons and a decimal comma": "date;value\n01/04/2016;10\n01/05/2016;12,5\n",
    "tabs": "date\tvalue\nApr 2016\t10\nMay 2016\t12.5\n",
    "utf-16": "date,value\n2016-04,10\n2016-05,12.5\n".encode("utf-16"),
    "headings in capitals, blanks, blank lines": "\n Date , VALUE \n\n2016-04, 10\n2016-05 ,12.5 \n\n",
    "another order and columns of one's own": "note,value,date\nx,10,2016-04\ny,12.5,2016-05\n",
    "numbers of Excel": "date,value\n42461,10\n42491,12.5\n",
    "times at midnight": "date,value\n2016-04-01 00:00:00,10\n2016-05-01T00:00:00,12.5\n",
    "quotes": 'date,value\n"2016-04-01","10"\n"2016-05-01","12.5"\n',
}


@pytest.mark.parametrize("content", READABLE.values(), ids=READABLE)
def test_what_people_save_is_read(saved, content):
    (series,) = read_series(saved(content))
    assert (series.name, series.days, series.values) == ("delays", (APRIL, MAY), (10, 12.5))
    assert series.targets is None
    assert series.was_sorted


def test_a_figure_beyond_any_is_refused_before_it_makes_limits_infinite(saved):
    with pytest.raises(DataError, match="line 3: '1e308' is beyond any figure; check its digits"):
        read_series(saved("date,value\n2016-04,1\n2016-05,1e308\n"))


def test_windows_1252_is_read(saved):
    (series,) = read_series(saved("date,value,series\n2016-04,1,Café\n".encode("cp1252")))
    assert series.name == "Café"


def test_quarters_and_years_are_read_by_their_first_day(saved):
    (series,) = read_series(saved("date,value\n2016-17 Q1,1\n2016-17 Q2,2\n"))
    assert series.days == (APRIL, date(2016, 7, 1))
    (series,) = read_series(saved("date,value\n2011-12,1\n2012-13,2\n"))
    assert series.days == (date(2011, 4, 1), date(2012, 4, 1))
    (series,) = read_series(saved("date,value\n2011-12,1\n2012-01,2\n"))
    assert series.days == (date(2011, 12, 1), date(2012, 1, 1))


def test_empty_values_are_gaps_and_rows_may_end_early(saved):
    (series,) = read_series(saved("date,value\n2016-04,1\n2016-05,\n2016-06\n"))
    assert series.values == (1, None, None)


def test_several_series_come_in_the_order_of_the_file_each_in_order_of_time(saved):
    text = "series,date,value\nB,2016-05,2\nA,2016-04,7\nB,2016-04,1\n"
    b, a = read_series(saved(text))
    assert (b.name, b.values, b.was_sorted) == ("B", (1, 2), False)
    assert (a.name, a.values, a.was_sorted) == ("A", (7,), True)


def test_a_target_that_moves_is_a_column(saved):
    (series,) = read_series(saved("date,value,target\n2016-04,1,5\n2016-05,2,\n"))
    assert series.targets == (5, None)


@pytest.mark.parametrize(
    ("text", "delimiter", "number"),
    [("1,234", ",", 1234), ("1,234,567.5", ",", 1234567.5), ("51.8%", ",", 51.8), ("−3", ",", -3), ("1e3", ",", 1000),
     ("51,8", ";", 51.8), ("0,1234", ";", 0.1234), ("", ",", None), ("%", ",", None)],
)  # fmt: skip
def test_figures_as_people_type_them(text, delimiter, number):
    assert read_figure(text, delimiter) == number


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("ten", ","), ("1,23", ","), ("1,234", ";"), ("nan", ","), ("inf", ","), ("1_000", ","), ("-", ","), ("١٢", ",")],
)
def test_what_is_no_figure_is_refused(text, delimiter):
    with pytest.raises(ValueError, match=r"is not a number; write one such as 1234\.5, or leave it empty for a gap"):
        read_figure(text, delimiter)


SPOILED = {
    "no such column": (
        "period,value\n2016-04,1\n",
        "{path}: there is no column date; the columns are: period, value.",
    ),
    "neither column": ("a,b\n1,2\n", "{path}: there is no column date and none value; the columns are: a, b."),
    "a column twice": ("date,value,value\n2016-04,1,2\n", "{path}: the column value stands twice; keep one of them."),
    "no row": ("date,value\n", "{path}: there is no row under the heading; give a line for each date."),
    "empty": ("", "{path}: the file is empty; give the columns date,value and a line for each date."),
    "blank": ("\n \n", "{path}: the file is empty; give the columns date,value and a line for each date."),
    "a bad date": (
        "date,value\n2016-04,1\nsoon,2\n",
        "{path}: line 3: 'soon' is not a date; write it as 2016-04-01, 2016-04, Apr 2016 or 2016-17 Q1.",
    ),
    "a day that is none": (
        "date,value\n31/06/2016,1\n",
        "{path}: line 2: '31/06/2016' is not a day of any calendar; write the date as DD/MM/YYYY.",
    ),
    "no date": (
        "date,value\n,1\n",
        "{path}: line 2: the date is empty; write it as 2016-04-01, 2016-04, Apr 2016 or 2016-17 Q1.",
    ),
    "a bad number": (
        "date,value\n2016-04,1\n2016-05,n/a\n",
        "{path}: line 3: 'n/a' is not a number; write one such as 1234.5, or leave it empty for a gap.",
    ),
    "a bad target": (
        "date,value,target\n2016-04,1,high\n",
        "{path}: line 2: 'high' is not a number; write one such as 1234.5, or leave it empty for a gap.",
    ),
    "a date twice": (
        "date,value\n2016-04,1\n2016-05,1\n01/04/2016,2\n",
        "{path}: line 4: 2016-04-01 stands twice, first on line 2; keep one of them.",
    ),
    "a date twice in a series": (
        "date,value,series\n2016-04,1,A\n2016-04,1,B\n2016-04,2,B\n",
        "{path}: line 4: 2016-04-01 stands twice in B, first on line 3; keep one of them.",
    ),
    "a series without a name": (
        "date,value,series\n2016-04,1,\n",
        "{path}: line 2: the series has no name; fill it in, or leave the column out.",
    ),
    "a comma too many": (
        "date,value\n2016-04,1,234\n",
        "{path}: line 2: 3 cells where the heading has 2; put quotes round a figure that is written with commas.",
    ),
    "open quotes": (
        'date,value\n2016-04,"1\n',
        "{path}: line 2: not valid CSV (unexpected end of data); check its quotes.",
    ),
    "a workbook": (b"PK\x03\x04rest", "{path}: this is a workbook; save its sheet as CSV."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "{path}: this is not a text file; save it as CSV in UTF-8."),
}


@pytest.mark.parametrize(("content", "message"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_file_is_told_where_and_what_to_do(saved, content, message):
    path = saved(content)
    with pytest.raises(DataError, match=f"^{re.escape(message.format(path=path))}$"):
        read_series(path)


def test_several_mistakes_are_told_together_and_no_more_than_five(saved):
    path = saved("date,value\n" + "".join(f"2016-04,x{line}\n" for line in range(7)))
    with pytest.raises(DataError) as told:
        read_series(path)
    lines = str(told.value).splitlines()
    assert len(lines) == 6
    assert lines[-1] == "… and 2 more."


def test_no_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        read_series(tmp_path / "none.csv")
    with pytest.raises(DataError, match="cannot be read"):
        read_series(tmp_path)
