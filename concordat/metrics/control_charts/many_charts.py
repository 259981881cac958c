"""Many control charts at once: limits, special causes, classes and icons of arrays of series."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from concordat.metrics.comparison import Good, check_good
from concordat.metrics.control_charts.classes import Codes, classify, find_assurance, find_variation
from concordat.metrics.control_charts.limits import FEWEST_TO_FIX, calculate_limits
from concordat.metrics.control_charts.rule_set import DEFAULT, RULES, RuleSet, find_rule_set
from concordat.metrics.control_charts.special_causes import SpecialCauses, find_special_causes
from concordat.metrics.numbers_in import FloatArray, as_floats, broadcast

BLOCK = 1024  # series that are calculated together: as many as stay in the processor's memory
_SIGNS = {"high": 1, "low": -1, "neither": 0}


@dataclass(frozen=True, slots=True)
class ManyCharts:
    """Arrays (series, points): the centre and limits at each point, and its class (an index into CLASSES, -1 a gap).

    `causes` holds arrays (rule, series, points). `variation` and `assurance`, one per series, are indices into CLASSES
    and ASSURANCES, -1 where there is no icon. On a run chart the centre is a median and the limits are NaN.
    """

    centre: FloatArray
    lower: FloatArray
    upper: FloatArray
    causes: SpecialCauses
    classes: Codes
    variation: Codes
    assurance: Codes
    rule_set: RuleSet
    screened: bool


def calculate_charts(
    values: ArrayLike,
    *,
    good: Good | Sequence[Good] = "neither",
    target: ArrayLike | None = None,
    rebase: Sequence[int] = (),
    fix_after: int | None = None,
    screen: bool | None = None,
    rules: str | RuleSet = DEFAULT,
) -> ManyCharts:
    """Charts of arrays (series, points) in order of time, NaN a gap, without a loop over series.

    `good`: which direction is, for all or per series. `target`: broadcasts to the values; the icon looks at the last.
    `rebase`: at which points (counted from 0) limits and runs begin anew, the same in every series. `fix_after`: limits
    from the first so many points of each segment, 12 or more. `screen` overrides the rule set's. Raises ValueError for
    any of these that cannot be.
    """
    figures, chosen = as_floats(values, "values"), find_rule_set(rules)
    if figures.ndim != 2:
        raise ValueError("values: give an array of series by points; one series is a row of it.")
    if not figures.shape[1]:
        raise ValueError("values: there is no point to draw a chart of.")
    if fix_after is not None and fix_after < FEWEST_TO_FIX:
        raise ValueError(f"fix after {fix_after}: limits need {FEWEST_TO_FIX} points or more to be fixed from.")
    screened = chosen.screen if screen is None else screen
    signs = _signs(good, len(figures))
    aims = broadcast(as_floats(np.nan if target is None else target, "target"), figures)[0]
    if aims.shape != figures.shape:
        raise ValueError("target: give one number, or one for each point.")
    asked = _Asked(figures, aims, signs, _segments(rebase, figures.shape[1]), fix_after, screened, chosen)
    return _calculate(asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be charted, checked."""

    figures: FloatArray
    target: FloatArray
    good: Codes
    segments: list[slice]
    fix_after: int | None
    screened: bool
    rules: RuleSet


def _calculate(asked: _Asked) -> ManyCharts:
    """Everything, written block by block into arrays of the full size."""
    shape = asked.figures.shape
    causes = SpecialCauses(*(np.empty((len(RULES), *shape), dtype=bool) for _ in range(2)))
    classes, icons = np.empty(shape, dtype=np.int8), np.empty((2, shape[0]), dtype=np.int8)
    levels = np.empty((3, len(asked.segments), shape[0]))
    for begin in range(0, shape[0], BLOCK):
        rows = slice(begin, begin + BLOCK)
        block = SpecialCauses(causes.high[:, rows], causes.low[:, rows])
        levels[:, :, rows], icons[:, rows] = _fill(asked, rows, block, classes[rows])
    centre, lower, upper = (_spread(level, asked.segments, shape) for level in levels)
    return ManyCharts(centre, lower, upper, causes, classes, icons[0], icons[1], asked.rules, asked.screened)


def _fill(asked: _Asked, rows: slice, causes: SpecialCauses, classes: Codes) -> tuple[FloatArray, Codes]:
    """Write causes and classes of a block of series; give its levels (line, segment, series) and its icons."""
    figures, found = asked.figures[rows], []
    for part in asked.segments:
        limits = calculate_limits(figures[:, part], screen=asked.screened, fix_after=asked.fix_after)
        causes.high[:, :, part], causes.low[:, :, part] = find_special_causes(figures[:, part], limits, asked.rules)
        found.append(limits)
    good, last, current = asked.good[rows], asked.segments[-1], found[-1]
    classes[:] = classify(figures, causes, good, asked.rules)
    variation = find_variation(figures[:, last], classes[:, last], current)
    assurance = find_assurance(figures[:, last], asked.target[rows, last], current, good)
    return np.array([limits[:3] for limits in found]).swapaxes(0, 1), np.array([variation, assurance])


def _spread(levels: FloatArray, segments: list[slice], shape: tuple[int, ...]) -> FloatArray:
    """Levels (segment, series) at every point; those of one segment take no memory of their own."""
    if len(segments) == 1:
        return np.broadcast_to(levels[0, :, None], shape)
    spread = np.empty(shape)
    for part, level in zip(segments, levels, strict=True):
        spread[:, part] = level[:, None]
    return spread


def _signs(good: Good | Sequence[Good], many: int) -> Codes:
    words = [good] * many if isinstance(good, str) else list(good)
    if len(words) != many:
        raise ValueError(f"good: {len(words)} directions for {many} series; give one for all, or one for each.")
    for word in set(words):
        check_good(word)
    return np.array([_SIGNS[word] for word in words], dtype=np.int8)


def _segments(rebase: Sequence[int], points: int) -> list[slice]:
    at = sorted(set(rebase))
    if at and not (at[0] > 0 and at[-1] < points):
        raise ValueError(f"rebase: give points after the first and up to the last, 1 to {points - 1}.")
    return [slice(begin, end) for begin, end in zip([0, *at], [*at, points], strict=True)]


def rules_of(causes: SpecialCauses, series: int, point: int) -> tuple[str, ...]:
    """The rules that one point breaks, by name."""
    marked = causes.high[:, series, point] | causes.low[:, series, point]
    return tuple(rule for rule, broken in zip(RULES, marked, strict=True) if broken)
