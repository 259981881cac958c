"""What earlier periods said, line by line, as a workbook shows it beside the new answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.form import Question, Questionnaire, Series
from concordat.questionnaires.workbook.layout import Row, Table
from concordat.questionnaires.workbook.values import said_cell


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One grey line: who said it, the questions across, and what stands under each."""

    label: str
    questions: tuple[Question, ...]
    cells: tuple[str | float, ...]


def said_below(answers: AnswerSet, row: Row) -> Iterator[SaidLine]:
    """What each earlier period answered to the questions of a row that show it, or take it over; the oldest first.

    Periods that said the same one after the other share a line.
    """
    shown = [question.beside or question.prefill == "earlier" for question in row.questions]
    alike: list[tuple[list[str], tuple[str | float, ...]]] = []
    for said in answers.earlier:
        cells = tuple(
            _said(said, question) if is_shown else "" for question, is_shown in zip(row.questions, shown, strict=True)
        )
        if alike and alike[-1][1] == cells:
            alike[-1][0].append(short_title(said.form))
        elif any(cell != "" for cell in cells):
            alike.append(([short_title(said.form)], cells))
    for titles, cells in alike:
        who = titles[0] if len(titles) == 1 else f"{titles[0]} to {titles[-1]}"
        yield SaidLine(f"{who} said", row.questions, cells)


def said_instead(answers: AnswerSet, table: Table) -> Iterator[SaidLine]:
    """The series beside those of a table that only an earlier period asked for: a plan, once it is agreed."""
    prefixes = {row.total.id.rpartition(".")[0] for row in table.rows if row.total}
    shown: dict[str, SaidLine] = {}
    for said in answers.earlier:
        for series in said.form.series.values():
            if series.id not in answers.form.series and series.id.rpartition(".")[0] in prefixes and series.totalled:
                line = _series_line(said, series, len(table.columns))
                if any(cell != "" for cell in line.cells):
                    shown[series.id] = line
    yield from shown.values()


def short_title(form: Questionnaire) -> str:
    """What to call the form of an earlier period: its period."""
    return form.title.rpartition(", ")[2]


def _series_line(said: AnswerSet, series: Series, columns: int) -> SaidLine:
    questions = tuple(said.form.questions[id] for id in series.questions[:columns])
    return SaidLine(
        f"{series.label}, as {short_title(said.form)} said", questions, tuple(_said(said, one) for one in questions)
    )


def _said(said: AnswerSet, question: Question) -> str | float:
    value = said.value(question.id)
    return "" if value is None else said_cell(said.form.questions[question.id], value)
