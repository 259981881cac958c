"""Statuses that their own words and figures do not bear out, and changes for the worse that nobody explains."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from concordat.findings import Finding, Severity
from concordat.questionnaires.completion import State, state_of
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import shorten
from concordat.returns.binding import Binding
from concordat.returns.place_return import Return
from concordat.returns.wording import has_hardly_changed, is_filler

# The meanings that a form's data gives to its statuses and answers (`means:`).
ON_TARGET, BELOW_TARGET, NO_BETTER, NO_DATA, AGREES = "on-target", "below-target", "no-better", "no-data", "agrees"

_UNIT = r"(?P<{0}>%| ?per ?cent| per [\d,]+(?: population| people)?)?"
_FIGURE = r"(?P<{0}>\d[\d,]*(?:\.\d+)?)"
_ABOUT = r"(?:circa |about |around |approximately |c\.? ?|~ ?|at |of |is |was |set at |: ?)*"
_AIM = r"\b(?:target|plan|ambition|goal|trajectory|threshold)\b"
_AGAINST = r"\b(?:against|versus|vs\.?|compared (?:with|to)|below|above|under|over|short of|beating|exceeding)\b"
_POSITION = r"\b(?:performance|actual|actually|achieved|reached|current|currently|position|outturn|stands|result)\b"
_TARGET_FIGURE = r"[^.;\d]{0,20}?" + _ABOUT + _FIGURE.format("target") + _UNIT.format("target_unit")
_OWN_FIGURE = _FIGURE.format("figure") + _UNIT.format("unit")
_FIGURE_THEN_TARGET = re.compile(
    _OWN_FIGURE + r"[^.;\d]{0,40}?" + _AGAINST + r"[^.;\d]{0,30}?" + _AIM + _TARGET_FIGURE, re.IGNORECASE
)
_TARGET_THEN_FIGURE = re.compile(
    _AIM + _TARGET_FIGURE + r"[^;\d]{0,60}?" + _POSITION + r"[^.;\d]{0,30}?" + _OWN_FIGURE, re.IGNORECASE
)
_DATA_NOT_THERE = (
    r"\b(?:data|figures?|numerators?|denominators?|information|results?|numbers)\b[^.;]{0,90}?"
    r"\b(?:not|never|un)[ -]?(?:yet |currently |be |been |being |made |going to be )*"
    r"(?:available|published|known|released)\b"
)
_NO_DATA_THERE = (
    r"\bno (?:data|figures?|results?|information) (?:is |are |has been |have been )?(?:yet |currently )?"
    r"(?:available|published|held|to hand)\b"
)
_AWAITED = (
    r"\b(?:awaiting|waiting for|await) (?:the |new |national |published |further )*"
    r"(?:data|figures|publication|results)\b"
)
_NO_DATA = re.compile("|".join((_DATA_NOT_THERE, _NO_DATA_THERE, _AWAITED)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AgainstTarget:
    """A figure that a commentary sets against a target, in one unit, with the words it stands in."""

    figure: Decimal
    target: Decimal
    words: str

    def is_met(self, good: str) -> bool:
        """Whether the target is met; a value at the target is. `good` is `high` or `low`."""
        return self.figure >= self.target if good == "high" else self.figure <= self.target


def read_against_target(text: str) -> AgainstTarget | None:
    """The last figure that the words set against a target: `is 91.2% against a target of 91.7%`.

    Figure and target have to be of one unit, or one of them without any; else nothing is read.
    """
    found = [*_FIGURE_THEN_TARGET.finditer(text), *_TARGET_THEN_FIGURE.finditer(text)]
    for match in sorted(found, key=lambda match: match.end(), reverse=True):
        units = {
            (match[name] or "").strip().lower().replace("per cent", "%").replace("percent", "%")
            for name in ("unit", "target_unit")
        }
        if len(units - {""}) <= 1:
            figure, target = (Decimal(match[name].rstrip(",").replace(",", "")) for name in ("figure", "target"))
            return AgainstTarget(figure, target, match[0])
    return None


def _unit(text: str | None) -> str:
    return (text or "").strip().lower().replace("per cent", "%").replace("percent", "%")


class StatusContradictsFigure(Binding):
    """The status says one thing and the commentary's own figure and target another."""

    status: str
    commentary: str


def check_status_contradicts_figure(ret: Return, bound: StatusContradictsFigure) -> Iterator[Finding]:
    good = ret.good_value_of(bound.item)
    meaning, text = meaning_of(ret, bound.status), ret.answers.value(bound.commentary)
    if good not in ("high", "low") or meaning not in (ON_TARGET, BELOW_TARGET, NO_BETTER) or not isinstance(text, str):
        return
    said = read_against_target(text)
    if said is None or said.is_met(good) == (meaning == ON_TARGET):
        return
    outcome = "met" if said.is_met(good) else "missed"
    better = "higher" if good == "high" else "lower"
    message = (
        f"{ret.form.name_of(bound.status)} is {ret.answers.text(bound.status)!r}, but the commentary's own figures "
        f"say the target is {outcome} ({better} is better): {shorten(said.words)!r}."
    )
    remedy = "Change the status, correct the figure, or explain why both stand."
    yield Finding("status-contradicts-figure", Severity.EXPLAIN, bound.status, message, remedy)


class StatusWithoutData(Binding):
    """The status judges progress while the commentary says that there are no data to judge by."""

    status: str
    commentary: str


def check_status_without_data(ret: Return, bound: StatusWithoutData) -> Iterator[Finding]:
    text = ret.answers.value(bound.commentary)
    if meaning_of(ret, bound.status) not in (ON_TARGET, BELOW_TARGET, NO_BETTER) or not isinstance(text, str):
        return
    match = _NO_DATA.search(text)
    if match and read_against_target(text) is None:
        options = ret.form.questions[bound.status].options
        honest = next((option for option, means in options.means.items() if means == NO_DATA), "") if options else ""
        message = (
            f"{ret.form.name_of(bound.status)} is {ret.answers.text(bound.status)!r}, "
            f"but the commentary says there are no data: {shorten(match[0])!r}."
        )
        remedy = f"Choose {honest!r}, or say what the judgement rests on."
        yield Finding("status-without-data", Severity.EXPLAIN, bound.status, message, remedy)


class StatementContradictsStatus(Binding):
    """The place agrees that its plan helped with a metric whose status says that nothing got better."""

    pairs: dict[str, str]


def check_statement_contradicts_status(ret: Return, bound: StatementContradictsStatus) -> Iterator[Finding]:
    for statement, status in bound.pairs.items():
        if meaning_of(ret, statement) == AGREES and meaning_of(ret, status) == NO_BETTER:
            message = (
                f"{ret.form.name_of(statement)} is {ret.answers.text(statement)!r}, "
                f"while {ret.form.name_of(status)} is {ret.answers.text(status)!r}."
            )
            remedy = "Say in the comment what the plan did for it all the same."
            yield Finding("statement-contradicts-status", Severity.NOTE, statement, message, remedy)


def check_worse(ret: Return) -> Iterator[Finding]:
    """An answer that is worse than last period's, where the comment is missing, a filler or last period's text."""
    previous = ret.answers.previous
    if previous is None:
        return
    for question in ret.form.asked:
        if question.options is None or not question.options.best_to_worst:
            continue
        before = question.options.rank(previous.value(question.id))
        after = question.options.rank(ret.answers.value(question.id))
        if before is None or after is None or after <= before:
            continue
        if lack := _lack_of_comment(ret, question):
            message = (
                f"{question.name} went from {previous.text(question.id)!r} in {previous.form.id} "
                f"to {ret.answers.text(question.id)!r}, and {lack}."
            )
            remedy = "Say what changed and what is being done about it, or correct the answer."
            yield Finding("worse-without-comment", Severity.EXPLAIN, question.id, message, remedy)


def _lack_of_comment(ret: Return, question: Question) -> str | None:
    """What is wanting in the comment on a question; nothing where it is explained, or already asked for."""
    if question.explained_by is None:
        return "the form has no comment beside it that could say why"
    comment = ret.form.questions[question.explained_by]
    text = ret.answers.value(comment.id)
    if not isinstance(text, str):
        asked_for = comment.counted and state_of(ret.answers, comment) is State.UNANSWERED
        return None if asked_for else "nothing says why"
    if is_filler(text):
        return f"the comment is {shorten(text)!r}"
    before = ret.answers.previous.value(comment.id) if ret.answers.previous else None
    if isinstance(before, str) and has_hardly_changed(before, text):
        return "the comment is nearly that of last time"
    return None


def meaning_of(ret: Return, id: str) -> str | None:
    """What the data say that a chosen option means."""
    question, value = ret.form.questions.get(id), ret.answers.value(id)
    return question.options.means.get(value) if question and question.options and isinstance(value, str) else None
