"""Series that ship, as points to compare and as figures to judge by."""

from datetime import date

import pytest

from concordat.metrics.ambition import Ambition
from concordat.metrics.before_after.of_series import list_points
from concordat.metrics.loading import load_series
from concordat.metrics.published_figures import list_published
from concordat.periods import FinancialYear, Quarter


def test_list_points_of_a_series():
    dates, values = list_points(load_series("people-delayed-per-day", "southend-on-sea"))
    assert (dates[0], len(dates), len(values)) == (date(2011, 4, 1), 105, 105)
    assert None not in values


def test_list_points_refuses_a_series_that_breaks():
    with pytest.raises(ValueError, match=r"^The series breaks on \d{4}-\d\d-\d\d: .* Compare within one side"):
        list_points(load_series("residential-admissions", "southend-on-sea"))


def test_list_points_of_a_metric_without_figures():
    with pytest.raises(ValueError, match="has no values for Southend-on-Sea"):
        list_points(load_series("patient-experience", "southend-on-sea"))


def test_list_published_gives_what_is_held_for_the_ambitions():
    quarter = Quarter(FinancialYear(2017), 1)
    wanted = Ambition("non-elective-admissions", "southend-on-sea", quarter, None, 2900.0, "rate", "plan")
    local = Ambition("something-of-ours", "southend-on-sea", quarter, None, 1.0, "points", "plan")
    found = list_published([wanted, wanted, local])
    one = next(one for one in found if one.period == quarter)
    assert {one.metric for one in found} == {"non-elective-admissions"}
    assert one.unit == "admissions per 100,000 people per quarter"
    assert one.lower < one.value < one.upper
    assert one.edition
    assert all(one.period.first_day.year != 2018 for one in found)  # no population, no rate
