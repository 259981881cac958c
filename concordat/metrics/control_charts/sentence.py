"""What a control chart says, written from its data: lately, over its course, and against the target."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from concordat.metrics.figures_said import say_figure, say_with_unit

if TYPE_CHECKING:
    from concordat.metrics.control_charts.control_chart import ControlChart, Episode, Point

MOST_TOLD = 3  # of the earlier special causes
KINDS = {
    "common-cause": "common cause",
    "improvement": "improvement",
    "concern": "concern",
    "high": "special cause, high",
    "low": "special cause, low",
}


def render_sentence(chart: "ControlChart") -> str:
    """A few sentences in plain English; what has to be known of how it was made is in the chart's notes."""
    latest = chart.latest
    if latest is None:
        return "There is no figure to chart."
    told = [
        _tell_latest(chart, latest),
        _tell_variation(chart, latest),
        _tell_earlier(chart),
        _tell_target(chart, latest),
    ]
    told += [_tell_rebase(chart)]
    return " ".join(part for part in told if part)


def tell_assurance(chart: "ControlChart") -> str:
    """What the icon of assurance says, or nothing without one."""
    told = {
        "pass": "The target will be met consistently if nothing changes",
        "fail": "The target will be missed consistently if nothing changes",
        "hit-or-miss": "The target will be met at times and missed at times, by chance",
    }
    return told[chart.assurance] if chart.assurance else ""


def tell_variation(chart: "ControlChart") -> str:
    """What the icon of variation says, or nothing without one."""
    told = {
        "common-cause": "Common cause: no significant change",
        "improvement": "Special cause of improvement",
        "concern": "Special cause of concern",
        "high": "Special cause: high",
        "low": "Special cause: low",
    }
    return told[chart.variation] if chart.variation else ""


def tell_episode(chart: "ControlChart", one: "Episode") -> str:
    """One special cause with its dates."""
    when = _when(chart.points[one.first : one.last + 1])
    many = one.last - one.first + 1
    if one.rule == "outside-limits":
        return f"{when} {'above the upper' if one.is_high else 'below the lower'} limit"
    if one.rule == "shift":
        return f"{many} points in a row {'above' if one.is_high else 'below'} the mean ({when})"
    if one.rule == "trend":
        return f"{many} points in a row {'rising' if one.is_high else 'falling'} ({when})"
    return f"points close to the {'upper' if one.is_high else 'lower'} limit ({when})"


def _tell_latest(chart: "ControlChart", latest: "Point") -> str:
    decimals = chart.decimals
    subject = f"{chart.name}: the latest figure" if chart.name else "The latest figure"
    if latest.value is None or latest.mean is None:
        return ""
    begun = f"{subject}, {latest.label}, is {say_with_unit(latest.value, decimals, chart.unit)}"
    if latest.lower is None or latest.upper is None:
        few = sum(point.value is not None for point in _segment(chart))
        if few == 1:
            return f"{begun}; it is the only one, too few for limits."
        return f"{begun}; the median of {few} points is {say_figure(latest.mean, decimals)}, too few for limits."
    low, high = say_figure(latest.lower, decimals), say_figure(latest.upper, decimals)
    return f"{begun}; the mean is {say_figure(latest.mean, decimals)}, the limits are {low} and {high}."


def _tell_variation(chart: "ControlChart", latest: "Point") -> str:
    if chart.variation is None:
        return ""
    if chart.variation == "common-cause":
        return "It varies as it does by chance: no special cause."
    at = chart.points.index(latest)
    why = " and ".join(tell_episode(chart, one) for one in chart.episodes if one.first <= at <= one.last)
    meaning = {"improvement": "shows improvement", "concern": "is a concern"}.get(
        chart.variation, f"is a special cause, {chart.variation}"
    )
    return f"It {meaning}: {why}."


def _tell_earlier(chart: "ControlChart") -> str:
    latest = chart.points.index(chart.latest) if chart.latest else 0
    earlier = sorted((one for one in chart.episodes if one.last < latest), key=lambda one: one.last, reverse=True)
    if not earlier:
        return "" if chart.is_run_chart else "There was no special cause before."
    told = "; ".join(tell_episode(chart, one) for one in earlier[:MOST_TOLD])
    more = len(earlier) - MOST_TOLD
    return f"Special causes before: {told}{f'; and {more} further back' if more > 0 else ''}."


def _tell_target(chart: "ControlChart", latest: "Point") -> str:
    if latest.target is None:
        return ""
    target = f"The target of {say_with_unit(latest.target, chart.decimals, chart.unit)}"
    if not chart.assurance:
        why = "there are no limits to compare it with" if chart.is_run_chart else "no direction is said to be good"
        return f"{target} cannot be judged: {why}."
    return {
        "pass": f"{target} will be met consistently if nothing changes: even the worse limit is past it.",
        "fail": f"{target} will be missed consistently if nothing changes: even the better limit falls short of it.",
        "hit-or-miss": f"{target} lies within the limits: it will be met at times and missed at times, by chance.",
    }[chart.assurance]


def _tell_rebase(chart: "ControlChart") -> str:
    said = [f"{chart.points[one.index].label}{f' ({one.reason})' if one.reason else ''}" for one in chart.rebases]
    return f"Limits begin anew at {' and at '.join(said)}." if said else ""


def _segment(chart: "ControlChart") -> Sequence["Point"]:
    return chart.points[chart.rebases[-1].index if chart.rebases else 0 :]


def _when(points: Sequence["Point"]) -> str:
    return points[0].label if len(points) == 1 else f"{points[0].label} to {points[-1].label}"
