"""What a form asked before it was issued again: what those questions were called, and which they are now."""

from collections.abc import Iterator
from contextlib import suppress

from concordat.frameworks.forms import load_form
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.read_yaml import DataError


def find_question_of_any_version(form: Questionnaire, id: str) -> Question | None:
    """A question that the form asks, or that the latest of its earlier versions which did has asked."""
    return next((one.questions[id] for one in _until_now(form) if id in one.questions), None)


def name_of_any_version(form: Questionnaire, id: str) -> str:
    """What to call a question, a series or a section that the form asks or asked; the id itself where it never did."""
    return next((one.name_of(id) for one in _until_now(form) if one.name_of(id) != id), id)


def was_section(form: Questionnaire, id: str) -> bool:
    """Whether an earlier version of a form had a section that it has no longer."""
    has = [any(section.id == id for section in one.sections) for one in _until_now(form)]
    return any(has) and not has[0]


def find_where_it_moved(form: Questionnaire, id: str) -> Question | None:
    """The question that a former one with this id has become; None where it is gone, or never moved."""
    return None if id in form.questions else next((one for one in form.asked if one.was == id), None)


def _until_now(form: Questionnaire) -> Iterator[Questionnaire]:
    """A form, and the versions of it before, the latest first; one is held only where a file of it is."""
    yield form
    for version in range(form.version - 1, 0, -1):
        with suppress(DataError):
            yield load_form(form.id, version)
