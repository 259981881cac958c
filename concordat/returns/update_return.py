"""A kept return brought up to date from a filled workbook, so that nothing kept is lost to what cannot be an answer."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from concordat.findings import Finding, Severity
from concordat.places.area import Area
from concordat.questionnaires.answers import Answer, AnswerSet
from concordat.questionnaires.changes import Change
from concordat.returns.load import Checked
from concordat.returns.place_return import Return

NEVER_KEPT_OVER = ("too-long", "control-character")  # a text so broken takes no kept answer's place
ABOUT_READING = ("reissued", "unknown-question", "given-twice", "other-place")


def update_return(kept: Return, new: Return, unread: Collection[str]) -> tuple[Return, list[Finding]]:
    """The kept return with the new one's answers, and a finding for each kept answer that stays all the same.

    An answer that is the same stays as it was typed. One that could not be read (`unread`), or is a text too long or
    with characters that cannot be shown, leaves what is kept. Everything that is no answer is the kept return's.
    """
    answers: dict[str, Answer] = {}
    findings = []
    not_asked = {*unread, *(change.id for change in new.reissued if change.change is Change.ADDED)}
    for question in new.form.asked:
        before, after = kept.answers.answers.get(question.id), new.answers.answers.get(question.id)
        if question.id in not_asked or question.was in not_asked:
            after = before
        elif before and after and after.misfit and after.misfit.code in NEVER_KEPT_OVER:
            message = (
                f"{question.name}: {after.misfit.message.removeprefix(f'{question.name}: ')} The kept answer stays."
            )
            findings.append(Finding("kept-answer", Severity.BLOCKS, question.id, message, after.misfit.remedy))
            after = before
        elif before and after and before.value is not None and before.value == after.value:
            after = before
        if after:
            answers[question.id] = after
    unplaced = {**kept.answers.unplaced, **new.answers.unplaced}
    merged = AnswerSet(new.form, answers, unplaced, kept.answers.earlier)
    return replace(kept, answers=merged, reissued=new.reissued), findings


def check_same_place(new: Return, expected: Area | None) -> Iterator[Finding]:
    """Whether a workbook is of the place that it is expected to be of."""
    if new.place != expected:
        names = [place.name if place else "a place that is not known" for place in (new.place, expected)]
        message = f"The workbook is of {names[0]}, where that of {names[1]} is expected; nothing is written."
        yield Finding(
            "other-place", Severity.BLOCKS, "place", message, "Take the place's own workbook, or name another file."
        )


def check_same_return(kept: Return, new: Return) -> Iterator[Finding]:
    """Whether a workbook is of the place and the form that the kept return is of."""
    yield from check_same_place(new, kept.place)
    if kept.form.id != new.form.id:
        message = f"The workbook answers {new.form.title}, the kept return {kept.form.title}; nothing is written."
        yield Finding(
            "other-form", Severity.BLOCKS, "questionnaire", message, "Name the file where this form's return is kept."
        )


def about_reading(checked: Checked) -> list[Finding]:
    """Of all that a check finds, what says how a file was read: not what is missing, nor what a reviewer would ask."""
    answers = checked.ret.answers.answers if checked.ret else {}
    misfits = {(answer.misfit.code, id) for id, answer in answers.items() if answer.misfit}
    return [
        finding
        for finding in checked.findings
        if finding in checked.file.findings or finding.code in ABOUT_READING or (finding.code, finding.where) in misfits
    ]
