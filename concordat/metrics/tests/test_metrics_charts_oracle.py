"""Control charts of whole arrays against the slow ones in exact fractions, and their limits against statprocon."""

import numpy as np
import pytest
import scalar_chart as scalar
from hypothesis import example, given, settings
from hypothesis import strategies as st
from statprocon import XmR

from concordat.metrics import calculate_charts, rule_sets
from concordat.metrics.control_charts.classes import ASSURANCES, CLASSES
from concordat.metrics.control_charts.many_charts import rules_of

# few levels in steps of a tenth, so that ties, points on the mean and figures on a limit come up all the time
VALUES = st.one_of(st.none(), st.integers(-3, 6).map(lambda tenths: tenths / 10), st.sampled_from([2.5, -1.7]))
RUNS = st.lists(st.sampled_from([0.1, 0.2, -0.1, -0.2, 0.0]), min_size=1, max_size=40).map(
    lambda steps: [round(sum(steps[: at + 1]), 1) for at in range(len(steps))]
)
SERIES = st.one_of(st.lists(VALUES, min_size=1, max_size=40), RUNS)


def as_arrays(series):
    return np.array([[np.nan if value is None else value for value in one] for one in series])


def near(expected, found):
    return np.isnan(found) if expected is None else found == pytest.approx(float(expected), abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(
    values=SERIES,
    good=st.sampled_from(["high", "low", "neither"]),
    rules=st.sampled_from(sorted(rule_sets())),
    cuts=st.sets(st.integers(1, 39), max_size=2),
    fix_after=st.one_of(st.none(), st.integers(12, 20)),
    screen=st.sampled_from([None, True, False]),
    target=st.one_of(st.none(), st.integers(-6, 9).map(lambda tenths: tenths / 10)),
)
@example([0.1] * 13, "high", "nhsrplotthedots-0.2", set(), None, None, 0.1)  # no variation: all on the mean and limits
@example([None] * 14, "high", "making-data-count-2023", set(), None, None, 1)
def test_charts_are_the_slow_ones(values, good, rules, cuts, fix_after, screen, target):
    rebase = sorted(cut for cut in cuts if cut < len(values))
    made = calculate_charts(
        as_arrays([values, values]),
        good=[good, "neither"],
        rules=rules,
        rebase=rebase,
        fix_after=fix_after,
        screen=screen,
        target=target,
    )
    for series, direction in enumerate((good, "neither")):
        expected = scalar.chart_of(
            values,
            good=direction,
            rules=rule_sets()[rules],
            rebase=rebase,
            fix_after=fix_after,
            screen=screen,
            target=target,
        )
        for at, point in enumerate(expected["points"]):
            lines = (made.centre[series, at], made.lower[series, at], made.upper[series, at])
            assert all(near(*pair) for pair in zip(point["limits"], lines, strict=True)), at
            assert rules_of(made.causes, series, at) == tuple(point["rules"]), at
            assert word(CLASSES, made.classes[series, at]) == point["class"], at
        assert word(CLASSES, made.variation[series]) == expected["variation"]
        assert word(ASSURANCES, made.assurance[series]) == expected["assurance"]


def word(words, code):
    return None if code < 0 else words[code]


def test_limits_are_those_of_statprocon_series_by_series():
    rng = np.random.default_rng(20161)
    values = np.round(rng.gamma(4, 20, (120, 60)), 1)
    made = calculate_charts(values)
    for series, row in enumerate(values.tolist()):
        theirs = XmR(row)
        for line, level in (
            (made.centre, theirs.x_central_line()),
            (made.lower, theirs.lower_natural_process_limit()),
            (made.upper, theirs.upper_natural_process_limit()),
        ):
            assert line[series, 0] == pytest.approx(
                float(level[0]), abs=2.4e-3
            )  # it rounds at every step, to 3 decimals
        outside = made.causes.high[0, series] | made.causes.low[0, series]
        assert outside.tolist() == theirs.rule_1_x_indices_beyond_limits()


def test_series_do_not_touch_each_other_across_blocks():
    """A block of series after the first has the same charts as each series alone."""
    rng = np.random.default_rng(7)
    values = np.tile(rng.normal(10, 2, (41, 30)), (26, 1))  # 1,066 series: more than one block
    values[5, 3] = np.nan
    whole = calculate_charts(values, good="low", target=9, rebase=[14])
    for series in (0, 5, 1023, 1024, 1065):
        alone = calculate_charts(values[series : series + 1], good="low", target=9, rebase=[14])
        np.testing.assert_array_equal(whole.upper[series], alone.upper[0])
        np.testing.assert_array_equal(whole.classes[series], alone.classes[0])
        np.testing.assert_array_equal(whole.causes.high[:, series], alone.causes.high[:, 0])
        assert (whole.variation[series], whole.assurance[series]) == (alone.variation[0], alone.assurance[0])
