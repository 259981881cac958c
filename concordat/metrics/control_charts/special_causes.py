"""Special causes on XmR charts, many series at once: which points break which rule, and to which side.

Runs are of neighbours: a gap breaks every one, a point on the mean breaks a shift, two equal points break a trend. All
points of a run are marked. Of two in three, only those beyond the two-sigma line are.
"""

from typing import NamedTuple

import numpy as np

from concordat.metrics.control_charts.limits import TWO_SIGMA, Flags, Limits
from concordat.metrics.control_charts.rule_set import RULES, RuleSet
from concordat.metrics.numbers_in import FloatArray


class SpecialCauses(NamedTuple):
    """Arrays (rule, series, points), rules as in RULES. A trend is high where it rises; the others by their side."""

    high: Flags
    low: Flags


def find_special_causes(values: FloatArray, limits: Limits, rules: RuleSet) -> SpecialCauses:
    """Mark the points of arrays (series, points). Without limits, only trends and shifts from the centre are found."""
    centre, slack, step = limits.centre[:, None], limits.slack[:, None], np.diff(values, axis=1)
    reach = (limits.upper - limits.centre)[:, None]
    near, mid, far = slack, TWO_SIGMA * reach + slack, reach + slack
    there = ~np.isnan(values)
    above = _find(values > centre + near, values > centre + mid, values > centre + far, step > slack, there, rules)
    below = _find(values < centre - near, values < centre - mid, values < centre - far, step < -slack, there, rules)
    return SpecialCauses(above, below)


def _find(side: Flags, beyond: Flags, outside: Flags, moved: Flags, there: Flags, rules: RuleSet) -> Flags:
    """The marks of one direction: array (rule, series, points)."""
    counting = beyond if rules.two_in_three == "beyond-two-sigma" else beyond & ~outside
    allowed = side if rules.third_point == "same-side" else there
    found = np.empty((len(RULES), *side.shape), dtype=bool)
    found[0], found[1], found[2] = outside, _part_of_run(side, rules.shift), _part_of_trend(moved, rules.trend)
    found[3] = _part_of_two_in_three(counting, allowed)
    return found


def _part_of_run(marked: Flags, length: int) -> Flags:
    """Points that are in a row of at least `length` marked ones."""
    found = np.zeros_like(marked)
    starts = _whole_windows(marked, length)
    for offset in range(length if starts.any() else 0):
        found[:, offset : offset + starts.shape[1]] |= starts
    return found


def _part_of_trend(moved: Flags, length: int) -> Flags:
    """Points, one more than steps, that are in a row of at least `length` joined by steps that all move."""
    steps = _part_of_run(moved, length - 1)
    found = np.zeros((len(moved), moved.shape[1] + 1), dtype=bool)
    found[:, 1:] = steps
    found[:, :-1] |= steps
    return found


def _part_of_two_in_three(counting: Flags, allowed: Flags) -> Flags:
    """Counting points of windows of three that hold at least two of them, all three of which are allowed."""
    a, b, c = counting[:, :-2], counting[:, 1:-1], counting[:, 2:]
    starts = ((a & b) | (a & c) | (b & c)) & _whole_windows(allowed, 3)
    found = np.zeros_like(counting)
    for offset in range(3):
        found[:, offset : offset + starts.shape[1]] |= starts
    return found & counting


def _whole_windows(marked: Flags, length: int) -> Flags:
    """For each place at which a window of `length` begins, whether every point of it is marked; by doubling."""
    width = marked.shape[1] - length + 1
    if width <= 0:
        return marked[:, :0]
    found, covered = marked, 1
    while covered < length:
        step = min(covered, length - covered)
        found = found[:, : found.shape[1] - step] & found[:, step:]
        covered += step
    return found
