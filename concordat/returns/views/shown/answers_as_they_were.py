"""All answers of a return to read: figures that belong together in tables, the rest one below the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from concordat.questionnaires.completion import State, state_of
from concordat.questionnaires.derived import calculate_total
from concordat.questionnaires.form import Question, Section
from concordat.questionnaires.kinds import format_value
from concordat.questionnaires.workbook.layout import Row
from concordat.questionnaires.workbook.layout import Table as Layout
from concordat.returns.place_return import Return
from concordat.returns.views.shown.blocks import is_grid, layouts
from concordat.web.components import Column, Table

NO_ANSWER, NONE = "No answer", "–"
FIGURES = ("money", "count", "number", "percentage")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question with its answer as it was."""

    label: str
    text: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The answers about one thing, one below the other or as a `table`; `title` is empty where it needs none."""

    title: str
    lines: tuple[AnswerLine, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """The answers of one section."""

    id: str
    title: str
    groups: tuple[AnswerGroup, ...]


def list_answers(ret: Return) -> tuple[AnswerSection, ...]:
    """The questions of a return with their answers, by section; those that did not apply and have none are left out."""
    sections = (
        AnswerSection(section.id, section.title, tuple(_joined(_groups(ret, section)))) for section in ret.form.sections
    )
    return tuple(section for section in sections if section.groups)


def list_reasons(ret: Return) -> tuple[tuple[str, str], ...]:
    """What was explained: the name of the question, and the reason."""
    return tuple((ret.form.name_of(one.where), one.text) for one in ret.reasons)


def _groups(ret: Return, section: Section) -> Iterator[AnswerGroup]:
    for layout in layouts(ret.form, section):
        questions = [question for row in layout.rows for question in row.questions]
        if is_grid(layout) and any(question.id in ret.answers.answers for question in questions):
            title = layout.title or ret.form.name_of(section.id)
            yield AnswerGroup("", table=_table(ret, title, layout, questions))
            continue
        for item, run in groupby(questions, key=lambda one: one.item):
            if lines := tuple(_lines(ret, run)):
                yield AnswerGroup(item, lines)


def _joined(groups: Iterable[AnswerGroup]) -> Iterator[AnswerGroup]:
    """The groups, those of one line each as one list: twelve conditions that are met need no twelve headings."""
    for is_single, run in groupby(groups, key=lambda one: bool(one.title) and len(one.lines) == 1):
        if is_single:
            lines = ((group.title, group.lines[0]) for group in run)
            yield AnswerGroup("", tuple(replace(line, label=f"{title}: {line.label}") for title, line in lines))
        else:
            yield from run


def _lines(ret: Return, questions: Iterable[Question]) -> Iterator[AnswerLine]:
    for question in questions:
        text = ret.answers.text(question.id)
        needed = question.kind != "derived" and state_of(ret.answers, question) is not State.NOT_NEEDED
        if text or needed:
            yield AnswerLine(question.label, text or NO_ANSWER, bool(text))


def _table(ret: Return, title: str, layout: Layout, questions: Sequence[Question]) -> Table:
    numeric = all(question.kind in FIGURES for question in questions)
    names = [*layout.columns, *(["Year"] if layout.has_totals else [])]
    columns = (Column("What"), *(Column(name, numeric) for name in names))
    return Table(title, columns, [_cells(ret, row, layout) for row in layout.rows], size="s", compact=True)


def _cells(ret: Return, row: Row, layout: Layout) -> list[object]:
    found = [ret.answers.text(question.id) or NONE for question in row.questions]
    found += [NONE] * (len(layout.columns) - len(found))
    if layout.has_totals:
        total = calculate_total(ret.answers, row.total) if row.total else None
        found.append(NONE if total is None else format_value(row.questions[0], total))
    return [row.label, *found]
