"""A control chart as a value: what it is given, what it refuses, what it says, how it is drawn."""

import math
import re
from datetime import date, datetime
from xml.etree import ElementTree

import numpy as np
import pytest

from concordat.metrics import load_series, rule_sets, spc
from concordat.metrics.control_charts.icons import render_assurance, render_variation
from concordat.periods import FinancialYear, Month

BASE = [9, 11] * 6
MONTHS = [Month(2016, 4).plus(step) for step in range(40)]
LONG = [*BASE, 9, 11, 9.5, 10.5]


def chart(after=(), dates=None, **options):
    values = BASE + list(after)
    return spc(values, MONTHS[: len(values)] if dates is None else dates, **({"fix_after": 12} | options))


def said(chart, words):
    return words in re.sub(r"\s+", " ", chart.sentence())


@pytest.mark.parametrize(
    "dates",
    [
        [month.first_day for month in MONTHS[:16]],
        [datetime(month.year, month.number, 1) for month in MONTHS[:16]],  # noqa: DTZ001 - days have no zone
        np.array([month.first_day for month in MONTHS[:16]], dtype="datetime64[D]"),
        [str(month) for month in MONTHS[:16]],
        [f"{month.first_day:%b %Y}" for month in MONTHS[:16]],
        [f"{month.first_day:%d/%m/%Y}" for month in MONTHS[:16]],
        MONTHS[:16],
    ],
    ids=["dates", "times", "numpy", "2016-04", "Apr 2016", "01/04/2016", "months"],
)
def test_dates_come_in_many_ways_and_are_the_same(dates):
    made = spc(LONG, dates)
    assert [point.day for point in made.points] == [month.first_day for month in MONTHS[:16]]
    assert made.points[8].label == "Dec 2016"


def test_a_row_of_years_is_read_as_years_and_a_row_of_months_as_months():
    years = spc([1, 2, 3], ["2010-11", "2011-12", "2012-13"])
    assert [point.day for point in years.points] == [date(2010, 4, 1), date(2011, 4, 1), date(2012, 4, 1)]
    assert years.points[1].label == "2011-12"
    months = spc([1, 2, 3], ["2011-11", "2011-12", "2012-01"])
    assert [point.day for point in months.points] == [date(2011, 11, 1), date(2011, 12, 1), date(2012, 1, 1)]


def test_quarters_are_called_by_their_year():
    quarters = [quarter for year in (2016, 2017) for quarter in FinancialYear(year).quarters]
    made = spc(range(8), quarters)
    assert [point.label for point in made.points][:5] == [
        "Q1 2016-17",
        "Q2 2016-17",
        "Q3 2016-17",
        "Q4 2016-17",
        "Q1 2017-18",
    ]
    assert any("Quarterly figures give four points a year" in note for note in made.notes)


def test_the_json_has_the_keys_of_the_contract_and_no_more():
    told = chart([16], good="low", target=9).to_dict()
    assert list(told) == ["name", "rule_set", "mean", "lower", "upper", "points", "variation", "assurance"]
    assert told["rule_set"] == "making-data-count-2023"
    assert told["points"][-1] == {
        "date": "2017-04-01",
        "value": 16.0,
        "mean": 10.0,
        "lower": pytest.approx(4.68),
        "upper": pytest.approx(15.32),
        "rules": ["outside-limits"],
        "class": "concern",
    }


def test_a_table_has_a_row_for_each_point():
    table = chart([16], target=9).table()
    assert len(table) == 13
    assert table[-1]["period"] == "Apr 2017"
    assert table[-1]["rules"] == "outside-limits"
    assert table[-1]["target"] == 9


def test_a_rebase_keeps_its_reason_and_a_lack_of_one_is_noted():
    made = spc(LONG * 2, rebase={17: "new ward"})
    assert [(one.index, one.reason) for one in made.rebases] == [(16, "new ward")]
    assert not any("no reason" in note for note in made.notes)
    assert said(made, "Limits begin anew at 17 (new ward).")
    assert any("no reason is recorded" in note for note in spc(LONG * 2, rebase=[17]).notes)


def test_a_rebase_between_two_points_begins_at_the_next():
    made = spc(LONG * 2, MONTHS[:32], rebase=[("2017-07-15", "moved")])
    assert made.rebases[0].index == MONTHS.index(Month(2017, 8))


def test_notes_say_what_a_reader_has_to_know():
    assert "limits and icons need 13 points, there are 12" in spc(BASE).notes[0]
    assert "there is 1." in spc([4]).notes[0]
    assert any("1 of 17 points has no value" in note for note in spc([*LONG, None]).notes)
    assert any("The target moves" in note for note in spc(LONG, target=[*range(16)]).notes)
    assert any("The segments that begin at 1 have no limits" in note for note in spc([1, 2, *LONG], rebase=[3]).notes)
    without_june = [month for month in MONTHS[:17] if month != Month(2016, 6)]
    assert any("1 month is missing between" in note for note in spc(LONG, without_june).notes)
    alone = [value for number in range(14) for value in (number, None)]
    assert "none beside another" in spc(alone).notes[0]
    assert spc(LONG, MONTHS[:16]).notes == ()


def test_a_season_is_noticed_and_a_series_without_one_is_not():
    years = [100 + 20 * math.sin(2 * math.pi * month / 12) + step % 3 for step, month in enumerate(range(40))]
    assert any("a season" in note for note in spc(years, MONTHS).notes)
    rng = np.random.default_rng(3)
    assert not any("a season" in note for note in spc(rng.normal(10, 1, 40), MONTHS).notes)


def test_what_happened_lately_is_said_with_its_dates():
    made = chart([9.5, 9.4, 9.5, 9.4, 9.5, 9.4, 9.5], good="low", name="Delays", unit="people per day")
    assert said(
        made, "Delays: the latest figure, Oct 2017, is 9.5 people per day; the mean is 10, the limits are 4.7 and 15.3."
    )
    assert said(made, "It shows improvement: 7 points in a row below the mean (Apr 2017 to Oct 2017).")


def test_a_concern_and_what_came_before_are_said():
    made = chart([4, 10, 16], good="low")
    assert said(made, "It is a concern: Jun 2017 above the upper limit.")
    assert said(made, "Special causes before: Apr 2017 below the lower limit.")
    assert said(chart([16], good="neither"), "It is a special cause, high: Apr 2017 above the upper limit.")
    assert said(chart([10]), "It varies as it does by chance: no special cause. There was no special cause before.")


@pytest.mark.parametrize(
    ("target", "good", "expected"),
    [
        (16, "high", "The target of 16% will be missed consistently if nothing changes"),
        (16, "low", "The target of 16% will be met consistently if nothing changes"),
        (9, "low", "The target of 9% lies within the limits"),
        (9, "neither", "The target of 9% cannot be judged: no direction is said to be good."),
    ],
)
def test_the_target_is_judged_in_words(target, good, expected):
    assert said(chart([10], target=target, good=good, unit="%"), expected)


def test_a_run_chart_says_so():
    made = spc([3, 4, 5], target=4, good="high")
    assert made.is_run_chart
    assert said(made, "the median of 3 points is 4, too few for limits.")
    assert said(made, "cannot be judged: there are no limits to compare it with.")
    assert said(spc([None, None]), "There is no figure to chart.")
    assert said(spc([5]), "it is the only one, too few for limits.")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: spc([]), "values: there is no point to draw a chart of."),
        (lambda: spc([[1, 2], [3, 4]]), "values: give one series; calculate_charts takes many."),
        (lambda: spc(["a"]), "values: these are not all numbers; give numbers, and None or NaN for a gap."),
        (lambda: spc([1, 2], ["2016-04"]), "dates: 1 dates for 2 values; give one for each."),
        (lambda: spc([1, 2], ["2016-04", "2016-04"]), "dates: 2016-04-01 stands twice; give each date once."),
        (
            lambda: spc([1, 2], ["2016-05", "2016-04"]),
            "dates: 2016-04-01 comes after 2016-05-01; give the points in order of time.",
        ),
        (
            lambda: spc([1], ["soon"]),
            "'soon' is not a date; write it as 2016-04-01, 2016-04, Apr 2016 or 2016-17 Q1.",
        ),
        (lambda: spc([1], ["30/02/2016"]), "'30/02/2016' is not a day of any calendar; write the date as DD/MM/YYYY."),
        (
            lambda: spc([1], [20160401]),
            "20160401 is not a date; give a date, a period, or text such as 2016-04-01 or 2016-04.",
        ),
        (lambda: spc([1, 2], good="up"), "good is 'up'; write high, low or neither."),
        (lambda: spc([1, 2], target=[1, 2, 3]), "target: 3 targets for 2 values; give one number, or one for each."),
        (lambda: spc(LONG, fix_after=11), "fix after 11: limits need 12 points or more to be fixed from."),
        (lambda: spc(LONG, rebase=[1]), "rebase: no point is before 1; rebase at a later one."),
        (lambda: spc(LONG, rebase=[17]), "rebase: there is no point 17; there are 16."),
        (
            lambda: spc(LONG, rebase=["2016-05"]),
            "rebase: 2016-05-01 is a date where the points have none; give the number of a point.",
        ),
        (
            lambda: spc(LONG, MONTHS[:16], rebase=["2019-01"]),
            "rebase: 2019-01-01 lies outside the series, which goes from 2016-04-01 to 2017-07-01.",
        ),
        (
            lambda: spc(LONG, MONTHS[:16], rebase=["2017-01-10", "2017-01-20"]),
            "rebase: 2017-01-20 and another fall on the same point; give one of them.",
        ),
        (
            lambda: spc(LONG, rules="mine"),
            "There is no rule set 'mine'; write one of making-data-count-2023, making-data-count-2023-trend-6, "
            "making-data-count-2023-same-side, making-data-count-until-2023, nhsrplotthedots-0.2.",
        ),
    ],
)
def test_what_cannot_be_charted_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


def test_a_rule_set_of_ones_own_is_taken():
    mine = rule_sets()["making-data-count-2023"].model_copy(update={"id": "ours", "shift": 8})
    seven = [9.5, 9.4, 9.5, 9.4, 9.5, 9.4, 9.5]
    assert chart(seven, rules=mine).points[-1].rules == ()
    assert chart([*seven, 9.4], rules=mine).points[-1].rules == ("shift",)


def test_rule_sets_say_what_they_are():
    default = rule_sets()["making-data-count-2023"]
    assert default.describe() == (
        "A special cause is a point outside the limits, 7 points in a row on one side of the mean, 7 points in a row "
        "that all rise or all fall, or two of three points in a row beyond the same two-sigma line."
    )
    assert next(iter(rule_sets())) == default.id
    assert all(one.source and one.label for one in rule_sets().values())
    assert not default.screen
    assert rule_sets()["nhsrplotthedots-0.2"].screen


# What is drawn


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter() if element.text and element.text.strip()]


def test_a_drawing_names_the_series_its_lines_classes_reason_and_remarks():
    made = spc(
        [*LONG, *LONG, 19],
        MONTHS[:33],
        good="low",
        target=9,
        rebase={"2017-08": "new <ward>"},
        annotations={"2016-12": "winter"},
        name="A & B",
        unit="people",
    )
    found = texts(made.svg())
    for text in ("A & B", "new <ward>", "winter", "Target 9", "Special cause: concern", "Common cause", "people"):
        assert text in found, text
    assert any(text.startswith("Upper limit ") for text in found)
    assert any("rules making-data-count-2023, moving ranges not screened" in text for text in found)


def test_a_run_chart_is_drawn_with_its_median_and_without_icons():
    found = texts(spc([3, 4, 5], name="Few").svg())
    assert "Median 4" in found
    assert any(text.startswith("Run chart; ") for text in found)
    assert render_variation(spc([3, 4, 5])) == ""


def test_a_series_without_a_figure_and_one_that_never_varies_can_be_drawn():
    for values in ([None, None], [0.0] * 14, [5], [-3.0] * 14):
        ElementTree.fromstring(spc(values).svg())


@pytest.mark.parametrize("good", ["high", "low", "neither"])
@pytest.mark.parametrize("last", [16, 4, 10])
def test_icons_have_words_and_a_direction(good, last):
    made = chart([last], good=good, target=20)
    icon = render_variation(made)
    ElementTree.fromstring(icon)
    assert ("50,17" in icon, "50,47" in icon) == (last == 16, last == 4)
    up, down = {"high": ("improvement", "concern"), "low": ("concern", "improvement")}.get(good, ("high", "low"))
    assert {16: up, 4: down, 10: "Common cause"}[last] in icon
    assurance = render_assurance(made)
    assert ("missed" in assurance, "met" in assurance) == (good == "high", good == "low")


def test_a_picture_is_an_image_file():
    assert chart([16]).png().startswith(b"\x89PNG")


def test_a_notebook_shows_chart_words_icons_and_table():
    html = chart([16, None], good="low", target=20, name="<b>Delays</b>")._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;Delays" in html
    assert 'src="data:image/svg+xml;base64,' in html
    assert "The target will be met consistently" in html
    assert html.count("<tr>") == 15
    assert "no value" in html
    page = chart([16], name="Delays").html()
    assert page.startswith("<!doctype html>")
    assert "http" not in re.sub(r"base64,[^\"]+", "", page)


# The three lines of a notebook


def test_southends_delayed_transfers_are_a_chart_in_three_lines():
    made = load_series("people-delayed-per-day", "southend-on-sea").spc()
    assert len(made.points) == 105
    assert made.points[0].label == "Apr 2011"
    assert made.good == "low"
    assert made.variation == "common-cause"
    assert said(made, "People delayed per day, Southend-on-Sea: the latest figure, Dec 2019, is 10.5 people per day")
    assert made._repr_html_()


def test_limits_begin_anew_where_a_series_breaks():
    series = load_series("non-elective-admissions", "england")
    made = series.spc()
    inside = [one for one in series.breaks if made.points[0].day < one.at <= made.points[-1].day]
    assert [one.reason for one in made.rebases] == [one.why for one in inside]


def test_a_series_without_figures_says_why_there_is_no_chart():
    with pytest.raises(ValueError, match=r"there is nothing to chart\. It is counted from person-level records"):
        load_series("a1-emergency-admissions", "southend-on-sea").spc()
