"""Figures in words: how many decimals, and a unit that is in the singular after a one."""

import pytest

from concordat.metrics.figures_said import say_with_unit
from concordat.metrics.read_definitions import definitions
from concordat.metrics.typed_cells import say_number


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "days", "1 day"),
        (-1, "days", "-1 day"),
        (2, "days", "2 days"),
        (0, "days", "0 days"),
        (1.5, "days", "1.5 days"),
        (11, "days", "11 days"),
        (1, "%", "1%"),
        (1, "people per day", "1 person per day"),
        (
            1,
            "people per day per 100,000 people aged 18 and over",
            "1 person per day per 100,000 people aged 18 and over",
        ),
        (
            1,
            "delayed days of adults per 1,000 people aged 65 and over per month",
            "1 delayed day of adults per 1,000 people aged 65 and over per month",
        ),
        (1, "admissions per 100,000 people", "1 admission per 100,000 people"),
        (1, "score", "1 score"),
        (1, "", "1"),
    ],
)
def test_say_with_unit_is_in_the_singular_after_a_one(value, unit, said):
    assert say_with_unit(value, 1, unit) == said
    assert say_number(value, unit) == said


def test_say_with_unit_of_every_metric_counts_one_of_a_thing():
    for one in definitions():
        counted = say_with_unit(1, 1, one.unit).split(" per ")[0].split(" of ")[0]
        assert not counted.endswith(("s", "people")), (one.id, counted)
