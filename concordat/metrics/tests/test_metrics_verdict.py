import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.metrics.ambition import Ambition
from concordat.metrics.known_figure import KnownFigure
from concordat.metrics.rag import RAG_RULES, Rag, Travel, judge_rag, judge_travel
from concordat.metrics.verdict import RULES, Status, is_met, judge
from concordat.periods import parse_period

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
GOOD = st.sampled_from(["high", "low"])


def figure(value, period="2016-17-q4", **more):
    return KnownFigure("reablement", "southend-on-sea", parse_period(period), value, "%", "first", **more)


def ambition(target, period="2016-17-q4", baseline=None, note="", unit="%"):
    return Ambition(
        "reablement", "southend-on-sea", parse_period(period), baseline, target, unit, "plan of 2016-17", note
    )


@pytest.mark.parametrize(
    ("value", "good", "baseline", "derived"),
    [
        (91.7, "high", None, Status.ON_TARGET),  # at the target
        (91.8, "high", None, Status.ON_TARGET),
        (91.6, "high", None, Status.MISSED),  # whether better is not known
        (91.6, "high", 91.5, Status.BELOW_TARGET),
        (91.6, "high", 91.6, Status.NO_BETTER),  # as before is no better
        (91.6, "high", 92.0, Status.NO_BETTER),
        (91.7, "low", None, Status.ON_TARGET),
        (91.6, "low", None, Status.ON_TARGET),
        (91.8, "low", None, Status.MISSED),
        (91.8, "low", 92.0, Status.BELOW_TARGET),
        (91.8, "low", 91.8, Status.NO_BETTER),
        (91.8, "low", 91.0, Status.NO_BETTER),
    ],
)
def test_judge_by_the_target_of_the_period(value, good, baseline, derived):
    found = judge(figure(value), ambition(91.7, baseline=baseline), good)
    assert (found.derived, found.bar, found.rule) == (derived, 91.7, "target 1")


def test_judge_allows_for_what_floats_lose():
    """57 of 100 is 56.99999999999999% where it is reckoned as 0.57 x 100."""
    assert 0.57 * 100 != 57
    assert judge(figure(0.57 * 100), ambition(57.0), "high").derived == Status.ON_TARGET
    assert judge(figure(0.1 + 0.2), ambition(0.3), "low").derived == Status.ON_TARGET


@pytest.mark.parametrize(
    ("said", "agree"),
    [
        (Status.ON_TARGET, False),
        (Status.BELOW_TARGET, True),
        (Status.NO_BETTER, False),
        (Status.MISSED, True),
        (Status.NO_DATA, None),
        (None, None),
    ],
)
def test_judge_beside_what_the_place_says(said, agree):
    assert judge(figure(90.0), ambition(91.7, baseline=88.0), "high", said=said).agree is agree


@pytest.mark.parametrize("said", [Status.BELOW_TARGET, Status.NO_BETTER])
def test_without_a_baseline_missed_agrees_with_both_ways_to_miss(said):
    assert judge(figure(90.0), ambition(91.7), "high", said=said).agree is True
    assert judge(figure(90.0), ambition(91.7), "high", said=Status.ON_TARGET).agree is False


# baseline 80, target 92: 83 is due after one quarter, 86 after two, 81 after a month
@pytest.mark.parametrize(
    ("period", "value", "due", "derived"),
    [
        ("2016-17-q1", 83.0, 83, Status.ON_TARGET),
        ("2016-17-q1", 82.9, 83, Status.BELOW_TARGET),
        ("2016-17-q2", 86.0, 86, Status.ON_TARGET),
        ("2016-17-q2", 85.9, 86, Status.BELOW_TARGET),
        ("2016-17-q2", 80.0, 86, Status.NO_BETTER),
        ("2016-04", 81.0, 81, Status.ON_TARGET),
        ("2016-17-q4", 91.9, 92, Status.BELOW_TARGET),
        ("2016-17", 92.0, 92, Status.ON_TARGET),
    ],
)
def test_judge_by_the_trajectory(period, value, due, derived):
    found = judge(figure(value, period), ambition(92.0, "2016-17", baseline=80.0), "high", rule="trajectory")
    assert (found.bar, found.derived) == (pytest.approx(due), derived)


def test_judge_to_date_asks_in_proportion():
    found = judge(figure(59.0, "2016-17-q2"), ambition(100.0, "2016-17"), "high", rule="to-date")
    assert (found.bar, found.derived) == (50, Status.ON_TARGET)
    found = judge(figure(46.6, "2016-10"), ambition(100.0, "2016-17"), "high", rule="to-date")
    assert (found.bar, found.derived) == (pytest.approx(700 / 12), Status.MISSED)


@pytest.mark.parametrize(
    ("good", "lower", "upper", "derived"),
    [
        ("high", 80.0, 91.7, Status.ON_TARGET),  # the interval reaches the target
        ("high", 80.0, 91.6, Status.MISSED),
        ("high", None, None, Status.MISSED),  # no interval: the figure alone
        ("low", 91.7, 99.0, Status.MISSED),
        ("low", 90.0, 99.0, Status.MISSED),
    ],
)
def test_judge_with_the_interval(good, lower, upper, derived):
    value = 90.0 if good == "high" else 95.0
    target = 91.7 if good == "high" else 89.0
    found = judge(figure(value, lower=lower, upper=upper), ambition(target), good, rule="target-with-interval")
    assert found.derived == derived


def test_judge_with_the_interval_where_low_is_good():
    found = judge(figure(95.0, lower=91.7, upper=99.0), ambition(91.7), "low", rule="target-with-interval")
    assert found.derived == Status.ON_TARGET


@pytest.mark.parametrize(
    ("target", "good", "rule", "words"),
    [
        (None, "high", "target", "Target unknown: no ambition is given"),
        (ambition(None, note="never published by area"), "low", "target", "Target unknown: never published by area"),
        (ambition(91.7), "neither", "target", "Which direction of reablement is good is not known."),
        (ambition(91.7), "unknown", "target", "Which direction"),
        (ambition(91.7, unit="per 100,000"), "high", "target", "in %, the target in per 100,000"),
        (ambition(91.7, "2016-17"), "high", "target", "judge it by the rule trajectory"),
        (ambition(91.7, "2016-17"), "high", "trajectory", "no baseline"),
        (ambition(91.7, "2017-18", 80.0), "high", "trajectory", "lies outside 2017-18"),
        (ambition(91.7, "2015-16"), "high", "to-date", "lies outside 2015-16"),
    ],
)
def test_judge_says_why_there_is_no_verdict(target, good, rule, words):
    found = judge(figure(90.0, "2016-17-q3"), target, good, rule=rule, said=Status.ON_TARGET)
    assert (found.derived, found.agree, found.bar) == (Status.UNKNOWN, None, None)
    assert words in found.words


def test_judge_without_a_figure():
    assert judge(None, ambition(91.7), "high").words == "No figure is known."


def test_judge_refuses_other_metrics_and_rules():
    other = Ambition("delayed-transfers", "southend-on-sea", parse_period("2016-17-q4"), None, 1.0, "%", "plan")
    with pytest.raises(ValueError, match="The figure is of reablement in southend-on-sea"):
        judge(figure(1.0), other, "low")
    with pytest.raises(ValueError, match="no rule 'guess' to judge by; the rules are target, trajectory"):
        judge(figure(1.0), None, "low", rule="guess")


def test_words_name_figure_bar_and_outcome():
    assert judge(figure(90.0), ambition(91.7), "high").words == (
        "90% in 2016-17-q4; the target is 91.7%: that is short of it."
    )


@given(NUMBERS, NUMBERS, GOOD)
def test_what_is_good_upwards_is_good_downwards_mirrored(value, target, good):
    other = "low" if good == "high" else "high"
    assert is_met(value, target, good) == is_met(-value, -target, other)


@given(NUMBERS, NUMBERS, st.none() | NUMBERS, GOOD, st.sampled_from(sorted(RULES)))
def test_whoever_is_past_the_target_is_on_target_by_every_rule(value, target, baseline, good, rule):
    found = judge(figure(value), ambition(target, baseline=baseline), good, rule=rule)
    if is_met(value, target, good) and found.derived != Status.UNKNOWN:
        assert found.derived == Status.ON_TARGET
        assert all(judge_rag(value, target, good, before=baseline, rule=one) == Rag.GREEN for one in RAG_RULES)


# 5% of 95 is 4.75: amber down to 90.25
@pytest.mark.parametrize(
    ("value", "good", "rag"),
    [
        (95.0, "high", Rag.GREEN),
        (94.9, "high", Rag.AMBER),
        (90.25, "high", Rag.AMBER),
        (90.24, "high", Rag.RED),
        (95.0, "low", Rag.GREEN),
        (95.1, "low", Rag.AMBER),
        (99.75, "low", Rag.AMBER),
        (99.76, "low", Rag.RED),
        (95.0, "neither", Rag.NONE),
        (None, "high", Rag.NONE),
    ],
)
def test_judge_rag_with_tolerance(value, good, rag):
    assert judge_rag(value, 95.0, good) == rag


@pytest.mark.parametrize(
    ("value", "before", "rag"),
    [
        (95.0, None, Rag.GREEN),
        (94.0, 93.0, Rag.AMBER),
        (94.0, 94.0, Rag.RED),
        (94.0, 95.0, Rag.RED),
        (94.0, None, Rag.NONE),
    ],
)
def test_judge_rag_by_target_or_better(value, before, rag):
    assert judge_rag(value, 95.0, "high", before=before, rule="target-or-better") == rag


def test_judge_rag_without_target_or_with_another_rule():
    assert judge_rag(1.0, None, "high") == Rag.NONE
    with pytest.raises(ValueError, match="the rules are tolerance-5, target-or-better"):
        judge_rag(1.0, 1.0, "high", rule="traffic")


@pytest.mark.parametrize(
    ("now", "before", "good", "travel"),
    [
        (9.0, 9.0, "high", Travel.SAME),
        (10.0, 9.0, "high", Travel.BETTER),
        (10.0, 9.0, "low", Travel.WORSE),
        (8.0, 9.0, "low", Travel.BETTER),
        (8.0, 9.0, "high", Travel.WORSE),
        (10.0, 9.0, "neither", Travel.UP),
        (8.0, 9.0, "unknown", Travel.DOWN),
        (None, 9.0, "high", Travel.UNKNOWN),
        (9.0, None, "high", Travel.UNKNOWN),
    ],
)
def test_judge_travel(now, before, good, travel):
    assert judge_travel(now, before, good) == travel
