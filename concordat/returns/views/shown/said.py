"""What a page says about an answer beside its control: findings, whether it is needed, and where it comes from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from concordat.findings import Finding, Severity
from concordat.questionnaires.completion import State, state_of
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import shorten
from concordat.returns.access import Filling, Kept
from concordat.returns.views.shown.pages import slug_of_question
from concordat.returns.views.shown.said_times import period_name, said_moment, say_periods
from concordat.web.components import Tag

SEVERITY_TAGS = {
    Severity.BLOCKS: Tag("Blocks", "red"),
    Severity.EXPLAIN: Tag("Explain", "orange"),
    Severity.NOTE: Tag("Note", "grey"),
}
FROM_ELSEWHERE = {"the place": "Filled in: it is the place whose return this is."}


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as a field shows it."""

    tag: Tag
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said beside one control. `is_wrong` marks the control; `mark` is about whether an answer is needed."""

    slug: str
    is_wrong: bool
    mark: str
    findings: tuple[Remark, ...]
    source: str


def said_of_all(
    filling: Filling, questions: tuple[Question, ...], cells: frozenset[str], now: datetime
) -> dict[str, Said]:
    """What is said of each question, by its id. In `cells` of a table only what asks for something has room."""
    found: Mapping[str, list[Finding]] = defaultdict(list)
    for one in filling.findings:
        if one.code != "unanswered" and (one.is_open or one.where not in cells):
            found[one.where].append(one)
    return {question.id: _said(filling, question, found.get(question.id, []), now) for question in questions}


def _said(filling: Filling, question: Question, findings: list[Finding], now: datetime) -> Said:
    answer = filling.ret.answers.answers.get(question.id)
    return Said(
        slug_of_question(question.id),
        bool(answer and answer.misfit),
        said_need(filling, question),
        tuple(_finding(one, question) for one in findings),
        said_source(filling.rows.get(question.id), now),
    )


def _finding(one: Finding, question: Question) -> Remark:
    """A finding beside its own question, whose name it need not repeat."""
    said = say_periods(one.message).removeprefix(f"{question.name}: ")
    said = said[:1].upper() + said[1:]
    if one.severity is Severity.EXPLAIN and one.reason:
        return Remark(Tag("Explained", "green"), said)
    return Remark(SEVERITY_TAGS[one.severity], said if one.severity is not Severity.BLOCKS else f"{said} {one.remedy}")


def said_need(filling: Filling, question: Question) -> str:
    """Whether an answer is needed, where that depends on others; nothing where it always is."""
    if not question.applies and not question.wanted:
        return ""
    answers, state = filling.ret.answers, state_of(filling.ret.answers, question)
    if question.applies and answers.holds(question.applies) is not True:
        decider = next(id for id, words in question.applies if answers.known(id) not in words)
        label = filling.form.questions[decider].label
        if answers.known(decider) is None:
            return f"Whether it applies depends on “{label}”, which is not answered yet."
        return f"Does not apply: “{label}” is {shorten(answers.text(decider), 40)}."
    if not question.wanted:
        return ""
    if state is State.WAITING:
        return "Whether it is wanted depends on figures that are still missing."
    if state is State.NOT_NEEDED:
        return "Not wanted: the figures agree."
    return "Wanted: the figures differ." if state is State.UNANSWERED else ""


def said_source(row: Kept | None, now: datetime) -> str:
    """Where an answer comes from: who typed it and when, or what it was filled in from."""
    if row is None or not row.text:
        return ""
    if row.origin in FROM_ELSEWHERE:
        return FROM_ELSEWHERE[row.origin]
    when = said_moment(row.at, now)
    if not row.origin:
        return f"Saved by {row.by}, {when}."
    if row.version == 1 and not row.origin.startswith("workbook "):
        return f"Filled in from {said_origin(row.origin)}."
    return f"Taken from {said_origin(row.origin)} by {row.by}, {when}."


def said_origin(origin: str) -> str:
    """What an answer was taken from, in words: `quarter 2`, `ONS mid-2016 estimate`, `workbook q3.xlsx`."""
    return f"the {origin}" if origin.startswith("workbook ") else period_name(origin)
