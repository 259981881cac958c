"""Control charts once more, one point at a time and in exact fractions: the oracle of the charts that ship.

Written from the rules as they read, without windows, arrays or floats: each point looks at every run that it is in.
"""

from fractions import Fraction
from itertools import pairwise

LIMIT, SCREENED = Fraction("2.66"), Fraction("3.267")
ORDER = ("outside-limits", "shift", "trend", "two-in-three")


def limits_of(values, screen, fix_after):
    """(centre, lower, upper) of one segment of exact values, None a gap; lower and upper None on a run chart."""
    there = [value for value in values if value is not None]
    if not there:
        return None, None, None
    used, left = [], fix_after or len(values)
    for value in values:
        used.append(value if left > 0 else None)
        left -= value is not None
    ranges = [abs(b - a) for a, b in pairwise(used) if a is not None and b is not None]
    if len(there) < 13 or not ranges:
        ordered, middle = sorted(there), len(there) // 2
        return (ordered[middle] + ordered[-middle - 1]) / 2, None, None
    mean = sum(ranges) / len(ranges)
    if screen and mean:
        kept = [one for one in ranges if one < SCREENED * mean]
        mean = sum(kept) / len(kept)
    basis = [value for value in used if value is not None]
    centre = sum(basis) / len(basis)
    return centre, centre - LIMIT * mean, centre + LIMIT * mean


def runs_with(at, length, many):
    """Every row of `length` points, of `many`, that point `at` is in."""
    return [range(first, first + length) for first in range(max(0, at - length + 1), min(at, many - length) + 1)]


def is_in_shift(values, at, centre, length, sign):
    return any(
        all(values[i] is not None and sign * (values[i] - centre) > 0 for i in run)
        for run in runs_with(at, length, len(values))
    )


def is_in_trend(values, at, length, sign):
    def moves(i):
        return None not in (values[i], values[i + 1]) and sign * (values[i + 1] - values[i]) > 0

    return any(all(moves(i) for i in list(run)[:-1]) for run in runs_with(at, length, len(values)))


def is_in_two_of_three(values, at, centre, upper, rules, sign):
    reach = upper - centre

    def counts(i):
        away = sign * (values[i] - centre)
        return away > reach * 2 / 3 and (rules.two_in_three == "beyond-two-sigma" or away <= reach)

    def is_whole(run):
        if any(values[i] is None for i in run):
            return False
        return rules.third_point == "anywhere" or all(sign * (values[i] - centre) > 0 for i in run)

    runs = runs_with(at, 3, len(values))
    return any(is_whole(run) and counts(at) and sum(counts(i) for i in run) >= 2 for run in runs)


def causes_at(values, at, limits, rules, sign):
    centre, lower, upper = limits
    found = set()
    if upper is not None and (values[at] > upper if sign > 0 else values[at] < lower):
        found.add("outside-limits")
    if is_in_shift(values, at, centre, rules.shift, sign):
        found.add("shift")
    if is_in_trend(values, at, rules.trend, sign):
        found.add("trend")
    if upper is not None and is_in_two_of_three(values, at, centre, upper, rules, sign):
        found.add("two-in-three")
    return found


def class_of(values, at, high, low, good, rules):
    if not high and not low:
        return "common-cause"
    up, down = bool(high), bool(low)
    if up and down and (good == "neither" or rules.both == "rule-order"):
        up = leads_up(values, at, high, low)
        down = not up
    if good == "neither":
        return "high" if up else "low"
    return "improvement" if (up if good == "high" else down) else "concern"


def leads_up(values, at, high, low):
    for rule in ("outside-limits", "trend"):
        if rule in high and rule in low:  # at a turn, the trend that begins
            return values[at + 1] > values[at]
        if rule in high or rule in low:
            return rule in high
    return bool(high)


def chart_of(values, *, good, rules, target=None, rebase=(), fix_after=None, screen=None):
    """The chart in the shape of the JSON of `concordat spc`, figures as fractions."""
    exact = [None if value is None else Fraction(str(value)) for value in values]
    screen = rules.screen if screen is None else screen
    points, limits, part = [], (None, None, None), []
    for begin, end in zip([0, *rebase], [*rebase, len(exact)], strict=True):
        part = exact[begin:end]
        limits = limits_of(part, screen, fix_after)
        for at, value in enumerate(part):
            high = low = set()
            if value is not None:
                high, low = (causes_at(part, at, limits, rules, sign) for sign in (1, -1))
            kind = None if value is None else class_of(part, at, high, low, good, rules)
            broken = [rule for rule in ORDER if rule in high | low]
            points.append({"value": value, "limits": limits, "rules": broken, "class": kind})
    last = next((point for point in reversed(points[len(exact) - len(part) :]) if point["class"]), None)
    has_icon = limits[2] is not None and last is not None
    return {
        "limits": limits,
        "points": points,
        "variation": last["class"] if has_icon else None,
        "assurance": assurance_of(limits, target, good) if has_icon else None,
    }


def assurance_of(limits, target, good):
    if target is None or good == "neither":
        return None
    _, lower, upper = limits
    target = Fraction(str(target))
    if lower <= target <= upper:
        return "hit-or-miss"
    return "fail" if (target > upper) == (good == "high") else "pass"
