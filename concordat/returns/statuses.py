"""Statuses that their own words and figures do not bear out, and changes for the worse that nobody explains."""

from collections.abc import Iterator

from concordat.findings import Finding, Severity
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import shorten
from concordat.returns.binding import Binding
from concordat.returns.commentary import names_other_data, read_against_target, read_no_data
from concordat.returns.place_return import Return
from concordat.returns.wording import has_hardly_changed, is_filler

# The meanings that a form's data gives to its statuses and answers (`means:`).
ON_TARGET, BELOW_TARGET, NO_BETTER, NO_DATA, AGREES = "on-target", "below-target", "no-better", "no-data", "agrees"


class StatusContradictsFigure(Binding):
    """The status says one thing and the commentary's own figure and target another."""

    status: str
    commentary: str


def check_status_contradicts_figure(ret: Return, bound: StatusContradictsFigure) -> Iterator[Finding]:
    meaning, text = meaning_of(ret, bound.status), ret.answers.value(bound.commentary)
    said = read_against_target(text, ret.form.period) if isinstance(text, str) else None
    if said is None or meaning not in (ON_TARGET, BELOW_TARGET, NO_BETTER, NO_DATA):
        return
    good = ret.good_value_of(bound.item)
    if meaning == NO_DATA and not read_no_data(str(text)):
        outcome = "the commentary sets a figure against a target"
    elif meaning != NO_DATA and good in ("high", "low") and said.is_met(good) != (meaning == ON_TARGET):
        better = "higher" if (good == "high") != said.of_reduction else "lower"
        met = "met" if said.is_met(good) else "missed"
        outcome = f"the commentary's own figures say the target is {met} ({better} is better)"
    else:
        return
    status = f"{ret.form.name_of(bound.status)} is {ret.answers.text(bound.status)!r}"
    message = f"{status}, but {outcome}: {shorten(said.words)!r}."
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
    said = read_no_data(text)
    if said and not names_other_data(text) and read_against_target(text) is None:
        options = ret.form.questions[bound.status].options
        honest = next((option for option, means in options.means.items() if means == NO_DATA), "") if options else ""
        message = (
            f"{ret.form.name_of(bound.status)} is {ret.answers.text(bound.status)!r}, "
            f"but the commentary says there are no data: {shorten(said)!r}."
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


def check_worse(ret: Return, question: Question) -> Iterator[Finding]:
    """An answer that is worse than last period's, where the comment is missing, a filler or last period's text."""
    previous = ret.answers.previous
    if previous is None or question.options is None:
        return
    before = question.options.rank(previous.value(question.id))
    after = question.options.rank(ret.answers.value(question.id))
    if before is None or after is None or after <= before:
        return
    if lack := _lack_of_comment(ret, question):
        message = (
            f"{question.name} went from {previous.text(question.id)!r} in {previous.form.id} "
            f"to {ret.answers.text(question.id)!r}, and {lack}."
        )
        remedy = "Say what changed and what is being done about it, or correct the answer."
        yield Finding("worse-without-comment", Severity.EXPLAIN, question.id, message, remedy)


def _lack_of_comment(ret: Return, question: Question) -> str | None:
    """What is wanting in the comment on a question; nothing where it is explained."""
    if question.explained_by is None:
        return "the form has no comment beside it that could say why"
    comment = ret.form.questions[question.explained_by]
    text = ret.answers.value(comment.id)
    if not isinstance(text, str):
        return "nothing says why"
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
