"""The answers of all places to one question, side by side with the names; and who has not returned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from concordat.places.area import Area
from concordat.questionnaires.answers import same
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import Value, fold
from concordat.returns.load import Checked
from concordat.returns.place_return import Return
from concordat.rollups.coverage import Named
from concordat.rollups.groups import Report


@dataclass(frozen=True, slots=True)
class Line:
    """One place's answers: by question of the table, the value, or the words that do not fit."""

    place: Area
    form: str
    submitted: date | None
    answers: tuple[Value | None, ...]


@dataclass(frozen=True)
class SideBySide:
    """A table of answers: the questions asked for, and a line for each return, by place and form."""

    questions: tuple[Question, ...]
    lines: tuple[Line, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return ("place", "code", "region", "form", "submitted", *(question.name for question in self.questions))

    def rows(self) -> list[tuple[object, ...]]:
        """The cells, by `columns`: values keep their kinds."""
        return [
            (line.place.name, line.place.code, line.place.region, line.form, line.submitted, *map(_cell, line.answers))
            for line in self.lines
        ]


@dataclass(frozen=True, slots=True)
class Due:
    """A place to remind: its return is `missing`, `not ready` to be submitted, or came `late` by `days`."""

    form: str
    place: str
    slug: str
    due: date | None
    state: str
    days: int | None = None


def set_side_by_side(
    checked: Sequence[Checked], id: str, places: Sequence[Area] | None = None, answer: str | None = None
) -> SideBySide:
    """The answers to one question, or to all questions under the id of a series, a matrix, an item or a section.

    `places` keeps those places only, `answer` the lines where one of the answers is that. Raises ValueError for an id
    that no form here asks, naming the closest, and for contact details, which are never listed.
    """
    returns = [one.ret for one in checked if one.ret is not None and one.ret.place is not None]
    forms = {ret.form.id: ret.form for ret in returns}
    questions = _questions(list(forms.values()), id)
    chosen = None if places is None else {area.slug for area in places}
    lines = [_line(ret, questions) for ret in returns if ret.place and (chosen is None or ret.place.slug in chosen)]
    kept = [line for line in lines if answer is None or any(_is(value, answer) for value in line.answers)]
    return SideBySide(questions, tuple(sorted(kept, key=lambda line: (line.place.name, line.form))))


def list_due(report: Report) -> list[Due]:
    """Who was late, whose return is not ready, and who is missing, of every form of a report: what a reminder needs."""
    found = []
    for form in report.forms:
        coverage = form.whole.coverage
        states: list[tuple[Named, str, int | None]] = [(named, "late", days) for named, days in coverage.late]
        states += [(named, "not ready", None) for named in coverage.unready]
        states += [(named, "missing", None) for named in coverage.missing]
        found += [Due(form.whole.form.id, one.name, one.slug, coverage.due, state, days) for one, state, days in states]
    return found


def _questions(forms: Sequence[Questionnaire], id: str) -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    for form in forms:
        found |= {one.id: one for one in form.asked if one.id == id or one.id.startswith(f"{id}.")}
    if not found:
        known = [one for form in forms for one in (*form.questions, *form.series)]
        closest = get_close_matches(id, known, 1)
        hint = f" Did you mean {closest[0]!r}?" if closest else ""
        raise ValueError(f"No return here is asked {id!r}.{hint}")
    public = tuple(one for one in found.values() if one.publish)
    if not public:
        raise ValueError(f"{id!r} is a contact detail, which is never listed.")
    return public


def _line(ret: Return, questions: Sequence[Question]) -> Line:
    assert ret.place is not None, ret.form.id
    values = tuple(_given(ret, question) for question in questions)
    return Line(ret.place, ret.form.id, ret.submitted, values)


def _given(ret: Return, question: Question) -> Value | None:
    value = ret.answers.known(question.id)
    return ret.answers.text(question.id) or None if value is None else value


def _is(value: Value | None, answer: str) -> bool:
    return value is not None and (same(str(value), answer) or fold(str(value)) == fold(answer))


def _cell(value: Value | None) -> object:
    return value if value is None or isinstance(value, (int, Decimal, date)) else str(value)
