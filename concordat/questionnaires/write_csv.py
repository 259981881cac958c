"""A table as CSV that Excel reads rightly and that can hold no formula; answers as such a table."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.changes import WITHHELD

BOM = "\ufeff"  # so that Excel reads UTF-8
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ANSWER_COLUMNS = ("section", "question", "item", "label", "answer")

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def render_table(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """Any table as CSV for Excel: UTF-8 with its mark, no cell a formula, nothing for None."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for cells in lines:
        writer.writerow(["" if cell is None else neutralise(str(cell)) for cell in cells])
    return BOM + out.getvalue()


def render_answers(answers: AnswerSet) -> str:
    """The answers to a form as CSV, a line for each question in its order; what is never published is withheld."""
    return render_table(ANSWER_COLUMNS, answer_lines(answers))


def answer_lines(answers: AnswerSet) -> Iterator[tuple[str, ...]]:
    """The lines of the answers' table, by ANSWER_COLUMNS."""
    titles = {section.id: section.title for section in answers.form.sections}
    for question in answers.form.asked:
        text = answers.text(question.id)
        shown = text if question.publish or not text else WITHHELD
        yield titles[question.section], question.id, question.item, question.label, shown


def neutralise(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula; numbers stay numbers."""
    if _NUMBER.fullmatch(text) or not text.lstrip(" \xa0").startswith(STARTS_FORMULA):
        return text
    return f"'{text}"
