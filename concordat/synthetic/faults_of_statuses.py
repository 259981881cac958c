"""Mistakes in statuses: against their own figures, without figures, worse without a word."""

from collections.abc import Sequence
from random import Random

from concordat.returns.place_return import Return
from concordat.synthetic.conditions import IN_PROGRESS, MET, NOT_MET
from concordat.synthetic.fault import Change, Pair, kind, previous, quarter_of
from concordat.synthetic.measures import BELOW_TARGET, NO_BETTER, NO_DATA, ON_TARGET

LOW, HIGH = (
    ("non-elective-admissions", "delayed-transfers", "residential-admissions"),
    ("reablement", "patient-experience"),
)
SAID = (
    "We are at {} against a target of {} this quarter.",
    "Our position is {}, against the {} planned.",
    "Actual {}, plan {}.",
    "We stand at {} (plan: {}).",
    "Performance was {}, compared with a target of {}.",
    "We achieved {} versus the planned {}.",
    "Performance of {} compares with a target of {}.",
    "Our position is {} and the target is {}.",
)
Figures = tuple[float, float]  # a figure and its target

UNPUBLISHED = (
    "The data for this quarter are not available until September.",
    "Figures for these three months have not yet been published by the trust.",
    "We are awaiting the national data.",
    "There is no data available to us for this period.",
)
PUBLISHED = (
    "The data for this quarter became available in time, and they show a steady course.",
    "Beds in the step-down unit were not available for two weeks; the figures held all the same.",
    "No data protection issue stands in the way any longer, and the figures are good.",
)
NEWS = "Two home care agencies handed back their contracts, and people waited longer for help to go home."
SAYS_NOTHING = ("As above", "n/a", "No comment", None)


@kind(
    "status-contradicts-figure",
    fault="on track, where low is good and the figure is above its target",
    twin="on track, where low is good and the figure is the target to the point",
)
def on_track_but_above(ret: Return, dice: Random) -> Pair | None:
    target = dice.randint(300, 900)
    return _pair(dice, LOW, ON_TARGET, (target + dice.randint(1, 90), target), (target, target))


@kind(
    "status-contradicts-figure",
    fault="on track, where high is good and the percentage is below its target",
    twin="on track, where high is good and the percentage is a tenth above its target",
)
def on_track_but_below(ret: Return, dice: Random) -> Pair | None:
    target = dice.randint(780, 920) / 10
    off = dice.randint(1, 80) / 10
    return _pair(dice, HIGH, ON_TARGET, (target - off, target), (target + 0.1, target), "%")


@kind(
    "status-contradicts-figure",
    fault="no improvement, where low is good and the figure is below its target",
    twin="no improvement, where low is good and the figure is one above its target",
)
def no_better_but_below(ret: Return, dice: Random) -> Pair | None:
    target = dice.randint(300, 900)
    return _pair(dice, LOW, NO_BETTER, (target - dice.randint(1, 90), target), (target + 1, target))


@kind(
    "status-contradicts-figure",
    fault="no improvement, where high is good and the percentage is above its target",
    twin="no improvement, where high is good and the percentage is a tenth below its target",
)
def no_better_but_above(ret: Return, dice: Random) -> Pair | None:
    target = dice.randint(780, 900) / 10
    off = dice.randint(1, 60) / 10
    return _pair(dice, HIGH, NO_BETTER, (target + off, target), (target - 0.1, target), "%")


@kind(
    "status-contradicts-figure",
    fault="better but short of the target, and the figures say that the target is met",
    twin="better but short of the target, and the figures say by how little",
)
def short_but_met(ret: Return, dice: Random) -> Pair | None:
    target = dice.randint(780, 900) / 10
    return _pair(dice, HIGH, BELOW_TARGET, (target, target), (target - 0.2, target), "%")


@kind(
    "status-contradicts-figure",
    fault="no data to judge by, and the commentary sets a figure against the target",
    twin="no data to judge by, and the commentary gives the year before's figure only",
)
def no_data_but_a_figure(ret: Return, dice: Random) -> Pair | None:
    status, words = _metric(dice, HIGH)
    target = dice.randint(780, 900) / 10
    told = _say(dice, target - 2, target, "%")
    old = f"{dice.choice(UNPUBLISHED)} In 2015/16 it was {target - 3:.1f}%."
    return Change(status, {status: NO_DATA, words: told}), Change(status, {status: NO_DATA, words: old})


@kind(
    "status-without-data",
    fault="progress is judged, and the commentary says that there are no data yet",
    twin="progress is judged, and the commentary says that the data are there, or something else is not",
)
def judged_without_data(ret: Return, dice: Random) -> Pair | None:
    status, words = _metric(dice, (*LOW, *HIGH, "local"))
    judged = {status: dice.choice((ON_TARGET, NO_BETTER))}
    return (
        Change(status, judged | {words: dice.choice(UNPUBLISHED)}),
        Change(status, {status: ON_TARGET, words: dice.choice(PUBLISHED)}),
    )


@kind(
    "status-without-data",
    fault="progress is judged, and the commentary waits for its figures",
    twin="the same commentary beside the honest status: data not available",
)
def judged_while_waiting(ret: Return, dice: Random) -> Pair | None:
    status, words = _metric(dice, (*LOW, *HIGH, "local"))
    waits = dice.choice(UNPUBLISHED)
    return Change(status, {status: BELOW_TARGET, words: waits}), Change(status, {status: NO_DATA, words: waits})


@kind(
    "worse-without-comment",
    fault="a metric's status is worse than last quarter, and the commentary says nothing",
    twin="the status is worse, and the commentary says what happened",
)
def status_worse_without_a_word(ret: Return, dice: Random) -> Pair | None:
    before = previous(ret)
    ranked = (ON_TARGET, BELOW_TARGET, NO_BETTER)
    falls = [one for one in (*LOW, *HIGH) if before and before.value(f"metrics.{one}.status") in ranked[:2]]
    if before is None or not falls:
        return None
    status, words = _metric(dice, falls)
    worse = {status: ranked[ranked.index(str(before.value(status))) + 1]}
    silent = dice.choice((*SAYS_NOTHING, before.value(words)))
    return Change(status, worse | {words: silent}), Change(status, worse | {words: NEWS})


@kind(
    "worse-without-comment",
    fault="a condition that was met is no longer, and the reason is a filler",
    twin="a condition that was met is no longer, and the reason is one",
)
def condition_worse_without_a_word(ret: Return, dice: Random) -> Pair | None:
    before = previous(ret)
    ids = [question.id for question in ret.form.in_section("conditions") if question.id.endswith(".answer")]
    met = [id for id in ids if before and before.value(id) == MET]
    if not met:
        return None
    answer = dice.choice(met)
    prefix = answer.rpartition(".")[0]
    worse: dict[str, object] = {answer: dice.choice((NOT_MET, IN_PROGRESS)) if quarter_of(ret) < 4 else NOT_MET}
    if f"{prefix}.when" in ret.form.questions:
        worse[f"{prefix}.when"] = "31/03/2018"
    told = "The information officer of the trust has withdrawn the agreement to share, and talks go on."
    return (
        Change(answer, worse | {f"{prefix}.why": dice.choice(SAYS_NOTHING)}),
        Change(answer, worse | {f"{prefix}.why": told}),
    )


@kind(
    "worse-without-comment",
    fault="records that were shared by an interface no longer are, where the form has no room for a word",
    twin="records that were not shared now are",
)
def sharing_worse(ret: Return, dice: Random) -> Pair | None:
    before = previous(ret)
    cells = ret.form.series["additional.sharing"].questions
    shared = [id for id in cells if before and before.value(id) == "Shared via Open API"]
    if not shared:
        return None
    cell = dice.choice(shared)
    not_yet = [id for id in cells if before and before.value(id) == "Not currently shared digitally"] or [cell]
    other = dice.choice(not_yet)
    return (
        Change(cell, {cell: "Not currently shared digitally"}),
        Change(other, {other: "Shared via Open API"}),
    )


@kind(
    "statement-contradicts-status",
    fault="the place strongly agrees that its plan helped with a metric that got no better (a note)",
    twin="the place neither agrees nor disagrees that its plan helped with it",
    lanes=("metrics",),
)
def agrees_without_improvement(ret: Return, dice: Random) -> Pair | None:
    metric = dice.choice(("delayed-transfers", "reablement", "residential-admissions"))
    agree, status, words = f"year-end.{metric}.agree", f"metrics.{metric}.status", f"metrics.{metric}.commentary"
    if agree not in ret.form.questions:
        return None
    worse = {status: NO_BETTER, words: NEWS}
    return (
        Change(agree, worse | {agree: "Strongly Agree"}),
        Change(agree, worse | {agree: "Neither Agree Nor Disagree"}),
    )


def _metric(dice: Random, among: Sequence[str]) -> tuple[str, str]:
    metric = dice.choice(among)
    return f"metrics.{metric}.status", f"metrics.{metric}.commentary"


def _pair(dice: Random, metrics: Sequence[str], chosen: str, wrong: Figures, right: Figures, unit: str = "") -> Pair:
    """The same status beside two figures, each with its target."""
    status, words = _metric(dice, metrics)
    unit = unit or dice.choice((" per 100,000", ""))
    return (
        Change(status, {status: chosen, words: _say(dice, *wrong, unit)}),
        Change(status, {status: chosen, words: _say(dice, *right, unit)}),
    )


def _say(dice: Random, figure: float, target: float, unit: str) -> str:
    written = (f"{value:.1f}%" if unit == "%" else f"{value:,}{unit}" for value in (figure, target))
    return f"{dice.choice(SAID).format(*written)} Partners went through it at the board."


KINDS = (
    on_track_but_above,
    on_track_but_below,
    no_better_but_below,
    no_better_but_above,
    short_but_met,
    no_data_but_a_figure,
    judged_without_data,
    judged_while_waiting,
    status_worse_without_a_word,
    condition_worse_without_a_word,
    sharing_worse,
    agrees_without_improvement,
)
