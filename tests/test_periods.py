"""Years, quarters, months and days: read, written and stepped through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.periods import FinancialYear, Month, NotAPeriod, Quarter, format_date, parse_date, parse_period

YEAR = FinancialYear(2016)
YEAR_SAID = "is not a financial year; write one such as 2016-17."
QUARTER_SAID = "is not a quarter; write one such as 2016-17-q3."
MONTH_SAID = "is not a month; write one such as 03/2017."
DATE_SAID = "is not a date; write it as DD/MM/YYYY, such as 31/03/2017."
NO_DAY_SAID = "is not a day of any calendar; write the date as DD/MM/YYYY."

years = st.integers(2000, 2098).map(FinancialYear)
quarters = st.builds(Quarter, years, st.integers(1, 4))
months = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        *((FinancialYear, text, YEAR) for text in ("2016-17", "2016/17", "16/17", "2016–17")),
        *((FinancialYear, text, YEAR) for text in ("FY 2016-2017", " 2016 - 17 ")),
        (FinancialYear, "2020-21", FinancialYear(2020)),
        (FinancialYear, "19-20", FinancialYear(2019)),
        (FinancialYear, "2099-00", FinancialYear(2099)),
        *((Quarter, text, Quarter(YEAR, 3)) for text in ("2016-17-q3", "2016-17 Q3", "Q3 2016/17")),
        (Quarter, "Quarter 3, 2016-17", Quarter(YEAR, 3)),
        (Quarter, "q1   16/17", Quarter(YEAR, 1)),
        *((Month, text, Month(2017, 3)) for text in ("2017-03", "03/2017", "3/17")),
        *((Month, text, Month(2017, 3)) for text in ("March 2017", "mar 17", "Mar. 2017")),
        (Month, "Sept 2016", Month(2016, 9)),
    ],
)
def test_parse_reads(kind, text, expected):
    assert kind.parse(text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (FinancialYear, "2016-18", f"'2016-18' {YEAR_SAID}"),
        (FinancialYear, "2016-16", f"'2016-16' {YEAR_SAID}"),
        (FinancialYear, "2016", f"'2016' {YEAR_SAID}"),
        (FinancialYear, "1999-00", f"'1999-00' {YEAR_SAID}"),
        (FinancialYear, "", f"'' {YEAR_SAID}"),
        (Quarter, "2016-17-q5", f"'2016-17-q5' {QUARTER_SAID}"),
        (Quarter, "Q0 2016-17", f"'Q0 2016-17' {QUARTER_SAID}"),
        (Quarter, "2016-17", f"'2016-17' {QUARTER_SAID}"),
        (Quarter, "Q3 2016-18", f"'2016-18' {YEAR_SAID}"),
        (Quarter, "q" + "-" * 99, f"'q{'-' * 39}…' {QUARTER_SAID}"),
        (Month, "2017-13", "A year has months 1 to 12, not 13."),
        (Month, "0/2017", "A year has months 1 to 12, not 0."),
        (Month, "0000-01", "There is no year 0."),
        (Month, "Marsh 2017", f"'Marsh 2017' {MONTH_SAID}"),
        (Month, "2017", f"'2017' {MONTH_SAID}"),
    ],
)
def test_parse_refuses(kind, text, message):
    with pytest.raises(NotAPeriod) as caught:
        kind.parse(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-17-q3", Quarter(YEAR, 3)),
        ("2016-17", YEAR),
        ("2016-12", Month(2016, 12)),
        ("2011-12", FinancialYear(2011)),  # also December 2011: a year is what people mean by it
        ("12/2011", Month(2011, 12)),
    ],
)
def test_parse_period_tries_quarter_year_month(text, expected):
    assert parse_period(text) == expected


def test_parse_period_refuses():
    said = "'2014-16' is not a period; write a year (2016-17), a quarter (2016-17-q3) or a month (2017-03)."
    with pytest.raises(NotAPeriod) as caught:
        parse_period("2014-16")
    assert str(caught.value) == said


@given(years | quarters)
def test_a_year_and_a_quarter_are_read_back_as_written(period):
    assert parse_period(str(period)) == period


@given(months)
def test_a_month_is_read_back_as_written(month):
    assert Month.parse(str(month)) == month


@given(quarters)
def test_quarters_step_over_year_ends(quarter):
    assert quarter.next().previous() == quarter == quarter.previous().next()
    assert (quarter.next().first_day - quarter.last_day).days == 1
    assert quarter < quarter.next()
    assert quarter in quarter.year.quarters


def test_the_year_runs_from_april_to_march():
    assert (YEAR.first_day, YEAR.last_day) == (date(2016, 4, 1), date(2017, 3, 31))
    assert [str(month) for month in YEAR.months[::4]] == ["2016-04", "2016-08", "2016-12"]
    assert [str(month) for month in Quarter(YEAR, 4).months] == ["2017-01", "2017-02", "2017-03"]
    assert (str(Quarter(YEAR, 4).next()), str(Quarter(YEAR, 1).previous())) == ("2017-18-q1", "2015-16-q4")
    assert str(YEAR.next()) == "2017-18"
    assert str(FinancialYear(2099)) == "2099-00"


@given(months, st.integers(-600, 600))
def test_months_step_over_year_ends(month, steps):
    there = month.plus(steps)
    assert there.plus(-steps) == month
    assert (there.year - month.year) * 12 + there.number - month.number == steps


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (Month(2016, 2), date(2016, 2, 29)),
        (Month(2017, 2), date(2017, 2, 28)),
        (Month(2016, 12), date(2016, 12, 31)),
        (Month(9999, 12), date(9999, 12, 31)),
    ],
)
def test_last_day_of_a_month(month, last):
    assert month.last_day == last


@pytest.mark.parametrize("number", [0, 5])
def test_a_year_has_four_quarters(number):
    with pytest.raises(NotAPeriod, match=rf"^A year has quarters 1 to 4, not {number}\.$"):
        Quarter(YEAR, number)


@pytest.mark.parametrize(
    "text",
    ["31/03/2017", "31/3/17", "31.03.2017", "31-03-2017", "31 March 2017", "31st mar 17", "2017-03-31T00:00:00"],
)
def test_parse_date_reads(text):
    assert parse_date(f" {text} ") == date(2017, 3, 31)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30/02/2017", f"'30/02/2017' {NO_DAY_SAID}"),
        ("29/02/2017", f"'29/02/2017' {NO_DAY_SAID}"),
        ("03/31/2017", f"'03/31/2017' {NO_DAY_SAID}"),
        ("01/01/0000", f"'01/01/0000' {NO_DAY_SAID}"),
        ("31/03", f"'31/03' {DATE_SAID}"),
        ("31/03/201", f"'31/03/201' {DATE_SAID}"),
        ("31 Marsh 2017", f"'31 Marsh 2017' {DATE_SAID}"),
        ("2017-03-31T12:00", f"'2017-03-31T12:00' {DATE_SAID}"),
        ("", f"'' {DATE_SAID}"),
    ],
)
def test_parse_date_refuses(text, message):
    with pytest.raises(NotAPeriod) as caught:
        parse_date(text)
    assert str(caught.value) == message


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_back_however_it_is_written(day):
    for text in (f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", day.isoformat(), format_date(day)):
        assert parse_date(text) == day


@pytest.mark.parametrize("text", ["x" + " " * 20_000 + "y", "x" + "-" * 20_000 + "y", "1" * 20_000])
@pytest.mark.parametrize("parse", [parse_period, parse_date])
def test_long_input_is_refused(parse, text):
    with pytest.raises(NotAPeriod):
        parse(text)
