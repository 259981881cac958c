"""What somebody ought to know before they sign: what changed, what is off track, what was explained, the money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from concordat.findings import Finding, Severity
from concordat.questionnaires.changes import Difference
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import shorten
from concordat.returns.differences import WhatChanged
from concordat.returns.place_return import Return
from concordat.returns.statuses import BELOW_TARGET, NO_BETTER, NO_DATA, meaning_of
from concordat.returns.views.shown.fund import show_fund
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.said_times import say_periods
from concordat.web.components import Table

NO_ANSWER = "No answer"
LONG = 160  # characters of an answer that are shown here; the whole of it stands in its section
LEAD = 40  # characters that are shown before two answers begin to differ
CONDITIONS = "conditions"  # the section that every framework's forms have them in


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One answer that differs, cut to where it does."""

    label: str
    before: str
    after: str
    href: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """What differs in one section."""

    title: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Something with a word about it: a metric and its comment, a finding and its reason, a condition and why not."""

    what: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class BeforeSigning:
    """The page: each part in the order in which it is read. `since` is empty where there is no period before;
    `unanswered` counts questions that wait for an answer, which are not listed as changes."""

    since: str
    unanswered: int
    changes: tuple[ChangeGroup, ...]
    off_track: tuple[Pair, ...]
    has_metrics: bool
    explained: tuple[Pair, ...]
    conditions: tuple[Pair, ...]
    has_conditions: bool
    fund: Table | None

    @property
    def changed(self) -> int:
        return sum(len(group.lines) for group in self.changes)


def show_before_signing(
    ret: Return, findings: Sequence[Finding], changed: WhatChanged | None, since: str, pages: Pages
) -> BeforeSigning:
    """What a person reads before they sign a return. `since` says in words what it is compared with."""
    metrics = [one for one in ret.form.asked if one.options and NO_BETTER in one.options.means.values()]
    conditions = [one for one in ret.form.asked if one.section == CONDITIONS and one.options]
    unanswered = {one.where for one in findings if one.code == "unanswered"}
    answers = [one for one in changed.answers if one.id not in unanswered] if changed else []
    return BeforeSigning(
        since=since if changed else "",
        unanswered=len(unanswered),
        changes=group_changes(ret.form, answers, pages),
        off_track=tuple(_off_track(ret, metrics)),
        has_metrics=bool(metrics),
        explained=tuple(_explained(ret.form, findings)),
        conditions=tuple(_conditions(ret, conditions)),
        has_conditions=bool(conditions),
        fund=show_fund(ret),
    )


def group_changes(form: Questionnaire, answers: Sequence[Difference], pages: Pages) -> tuple[ChangeGroup, ...]:
    """Answers that differ, by section, long ones cut."""
    titles = {section.id: section.title for section in form.sections}
    groups = groupby(answers, key=lambda one: form.questions[one.id].section)
    return tuple(
        ChangeGroup(titles[section], tuple(_change(form, one, pages) for one in ones)) for section, ones in groups
    )


def cut_to_difference(before: str, after: str) -> tuple[str, str]:
    """Two texts on one line each: whole where both are short, else from a little before they begin to differ."""
    first, second = (" ".join(text.split()) for text in (before, after))
    if max(len(first), len(second)) <= LONG:
        return first, second
    same = next((at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other), len(first))
    start = first.rfind(" ", 0, max(0, same - LEAD)) + 1 if same > 2 * LEAD else 0
    return _cut(first, start), _cut(second, start)


def _change(form: Questionnaire, one: Difference, pages: Pages) -> ChangeLine:
    before, after = cut_to_difference(one.before, one.after)
    return ChangeLine(one.label, before or NO_ANSWER, after or NO_ANSWER, pages.field(form, one.id))


def _cut(text: str, start: int) -> str:
    begun = f"…{text[start:]}" if start else text
    return shorten(begun, LONG)


def _off_track(ret: Return, metrics: Sequence[Question]) -> Iterator[Pair]:
    for question in metrics:
        if meaning_of(ret, question.id) in (BELOW_TARGET, NO_BETTER, NO_DATA):
            words = ret.answers.text(question.explained_by) if question.explained_by else ""
            yield Pair(question.item or question.label, ret.answers.text(question.id), words)


def _explained(form: Questionnaire, findings: Sequence[Finding]) -> Iterator[Pair]:
    for one in findings:
        if one.severity is Severity.EXPLAIN and one.reason:
            name = form.name_of(one.where)
            said = say_periods(one.message).removeprefix(f"{name}: ")
            yield Pair(f"{said[0].upper()}{said[1:]}", name, one.reason)


def _conditions(ret: Return, asked: Sequence[Question]) -> Iterator[Pair]:
    """The conditions whose answer is not the best there is, with all that was said to them."""
    for question in asked:
        rank = question.options.rank(ret.answers.value(question.id)) if question.options else None
        if rank:
            said = [ret.answers.text(one.id) for one in ret.form.asked if _goes_with(one, question)]
            yield Pair(question.item or question.label, ret.answers.text(question.id), "; ".join(filter(None, said)))


def _goes_with(one: Question, question: Question) -> bool:
    same = one.section == question.section and one.item == question.item
    return same and one.id != question.id
