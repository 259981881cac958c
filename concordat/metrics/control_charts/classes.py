"""What special causes mean: the class (colour) of each point, and the icons of variation and assurance."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from concordat.metrics.control_charts.limits import Flags, Limits
from concordat.metrics.control_charts.rule_set import RULES, RuleSet
from concordat.metrics.control_charts.special_causes import SpecialCauses
from concordat.metrics.numbers_in import FloatArray

Class = Literal["common-cause", "improvement", "concern", "high", "low"]
Variation = Class
Assurance = Literal["pass", "fail", "hit-or-miss"]
Codes = NDArray[np.int8]

CLASSES: tuple[Class, ...] = ("common-cause", "improvement", "concern", "high", "low")
ASSURANCES: tuple[Assurance, ...] = ("pass", "fail", "hit-or-miss")
NONE = -1  # the code of a gap's class, and of an icon that is not given
_, _IMPROVEMENT, _CONCERN, _HIGH, _LOW = np.arange(len(CLASSES), dtype=np.int8)
PASS, FAIL, HIT_OR_MISS = range(len(ASSURANCES))
_OUTSIDE, _TREND = RULES.index("outside-limits"), RULES.index("trend")


def classify(values: FloatArray, causes: SpecialCauses, good: Codes, rules: RuleSet) -> Codes:
    """The class of each point of arrays (series, points), as an index into CLASSES; NONE for a gap.

    `good` is 1 (high is good), -1 (low is) or 0 (neither) per series. Where a point has special causes of both
    directions, improvement shows, or the rule set's first; where neither direction is good, always the latter.
    """
    up, down = causes.high.any(axis=0), causes.low.any(axis=0)
    settled = up & down & ((good == 0)[:, None] | (rules.both == "rule-order"))
    if settled.any():
        leading = _leading(values, causes)
        up, down = np.where(settled, leading > 0, up), np.where(settled, leading < 0, down)
    is_low, has_good = (good < 0)[:, None], (good != 0)[:, None]
    better, worse = np.where(is_low, down, up), np.where(is_low, up, down)
    found = better * np.where(has_good, _IMPROVEMENT, _HIGH) + (worse & ~better) * np.where(has_good, _CONCERN, _LOW)
    return np.where(np.isnan(values), np.int8(NONE), found)


def _leading(values: FloatArray, causes: SpecialCauses) -> Codes:
    """The direction of the first of: outside a limit; a trend, at a turn the one that begins; the side of the mean."""
    rising, falling = causes.high[_TREND], causes.low[_TREND]
    ahead = np.sign(np.diff(values, axis=1, append=np.nan))
    trend = np.where(rising & falling, ahead, 1.0 * rising - falling)
    outside = 1.0 * causes.high[_OUTSIDE] - causes.low[_OUTSIDE]
    sides = [rule for rule in range(len(RULES)) if rule != _TREND]
    side = 1.0 * causes.high[sides].any(axis=0) - causes.low[sides].any(axis=0)
    found: Codes = np.select([outside != 0, trend != 0], [outside, trend], side).astype(np.int8)
    return found


def find_variation(values: FloatArray, classes: Codes, limits: Limits) -> Codes:
    """The class of the last point there, per series; NONE on a run chart. Pass the last segment only."""
    return np.where(np.isnan(limits.upper), NONE, _last(classes, ~np.isnan(values), NONE)).astype(np.int8)


def find_assurance(values: FloatArray, target: FloatArray, limits: Limits, good: Codes) -> Codes:
    """Whether the limits lie past the target of the last point there, as an index into ASSURANCES.

    A target on a limit is hit or miss. NONE without limits, without a target, or where neither direction is good.
    """
    at = _last(target, ~np.isnan(values), np.nan)
    over, under = at > limits.upper + limits.slack, at < limits.lower - limits.slack
    found = np.where(over | under, np.where(over == (good > 0), FAIL, PASS), HIT_OR_MISS)
    return np.where(np.isnan(at) | np.isnan(limits.upper) | (good == 0), NONE, found).astype(np.int8)


def _last(of: NDArray[Any], there: Flags, otherwise: float) -> NDArray[Any]:
    """Per series what belongs to the last point that is there."""
    last = there.shape[1] - 1 - there[:, ::-1].argmax(axis=1)
    return np.where(there.any(axis=1), of[np.arange(len(of)), last], otherwise)
