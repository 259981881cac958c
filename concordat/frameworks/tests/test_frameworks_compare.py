import pytest

from concordat.frameworks.compare import compare_frameworks
from concordat.questionnaires.read_yaml import DataError


def pairs(changes):
    return [(change.before.id, change.after.id, change.relation, change.is_break) for change in changes]


def test_compare_frameworks_names_what_2017_19_kept_of_2016_17():
    conditions = compare_frameworks("2016-17", "2017-19").conditions

    assert pairs(conditions.continued) == [
        ("1", "1", "continues", False),
        ("2", "2", "narrows", False),
        ("7", "3", "continues", False),
        ("8", "4", "replaces", True),
    ]
    assert [change.before.id for change in conditions.ended] == [
        *("3-i", "3-ii", "4-i", "4-ii", "4-iii", "4-iv", "5", "6"),
    ]
    assert not conditions.begun
    assert not conditions.unclear


def test_compare_frameworks_names_metrics_and_streams_that_ended_or_began():
    comparison = compare_frameworks("2016-17", "2017-19")

    assert [change.before.id for change in comparison.metrics.ended] == ["local", "patient-experience"]
    assert [change.after.id for change in comparison.streams.begun] == ["ibcf"]
    assert [change.after.id for change in comparison.signs.begun] == ["council-section-151"]
    assert comparison.metrics.ended[0].notes == ("A local metric is no longer collected nationally.",)
    assert comparison.metrics.ended[0].sources == (
        "Integration and Better Care Fund Policy Framework 2017-19, March 2017 "
        "(in the Southend-on-Sea pack, appendix A), section 3",
    )


def test_compare_frameworks_puts_the_earlier_first():
    assert compare_frameworks("2017-19", "2016-17").before.id == "2016-17"


def test_compare_frameworks_follows_the_years_between():
    comparison = compare_frameworks("2014-16", "2025-26")

    assert comparison.way == ("2014-16", "2016-17", "2017-19", "2023-25", "2025-26")
    assert pairs(comparison.metrics.continued) == [
        ("emergency-admissions", "emergency-admissions-65", "replaces", True),
        ("residential-admissions", "long-term-admissions-65", "continues", True),
    ]
    assert "delayed-transfers" in [change.before.id for change in comparison.metrics.ended]
    assert [change.after.id for change in comparison.metrics.begun] == ["discharge-delay"]


def test_compare_frameworks_says_unclear_where_nothing_is_known():
    comparison = compare_frameworks("2025-26", "2026-27")

    assert [str(change.before) for change in comparison.conditions.unclear] == [
        *("2025-26/1", "2025-26/2", "2025-26/3", "2025-26/4"),
    ]
    assert not comparison.conditions.ended
    assert not comparison.signs.ended  # who signs besides the board is not known
    assert len(comparison.signs.unclear) == 3


@pytest.mark.parametrize("kind", ["conditions", "metrics", "streams"])
@pytest.mark.parametrize(("a", "b"), [("2014-16", "2016-17"), ("2014-16", "2023-25"), ("2016-17", "2025-26")])
def test_compare_frameworks_accounts_for_every_item_of_both(a, b, kind):
    comparison = compare_frameworks(a, b)
    changes = getattr(comparison, kind)
    every = [*changes.continued, *changes.ended, *changes.begun, *changes.unclear]

    assert {change.before.id for change in every if change.before} == {
        item.id for item in getattr(comparison.before, kind)
    }
    assert {change.after.id for change in every if change.after} == {
        item.id for item in getattr(comparison.after, kind)
    }


def test_compare_frameworks_refuses_a_year_with_itself():
    with pytest.raises(DataError, match=r"^2016-17 is named twice; name two different frameworks\.$"):
        compare_frameworks("2016-17", "2016-17")
