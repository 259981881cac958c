"""What a form asked before it was issued again: what those questions were called, and which they are now."""

from concordat.frameworks.forms import load_form
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.read_yaml import DataError


def find_question_of_any_version(form: Questionnaire, id: str) -> Question | None:
    """A question that the form asks, or that the latest of its earlier versions which did has asked."""
    if id in form.questions:
        return form.questions[id]
    for version in range(form.version - 1, 0, -1):
        try:
            earlier = load_form(form.id, version)
        except DataError:
            continue  # an earlier version is held only where a file of it is
        if id in earlier.questions:
            return earlier.questions[id]
    return None


def name_of_any_version(form: Questionnaire, id: str) -> str:
    """What to call a question, a series or a section that the form asks or asked; the id itself where it never did."""
    former = find_question_of_any_version(form, id)
    return former.name if former else form.name_of(id)


def find_where_it_moved(form: Questionnaire, id: str) -> Question | None:
    """The question that a former one with this id has become; None where it is gone, or never moved."""
    return None if id in form.questions else next((one for one in form.asked if one.was == id), None)
