"""How wide the columns of a sheet are: as wide as the answers that they wait for, and one page together."""

from collections.abc import Sequence

from concordat.questionnaires.form import Question
from concordat.questionnaires.workbook.layout import Table

LABEL_WIDTH = 38  # characters
LEAST = 14
ALONE = 84  # the one column of a sheet without tables
TOGETHER = 72  # what the columns beside the labels come to at least
_BY_KIND = {"text": 62, "person": 26, "place": 30, "email": 32, "telephone": 20, "money": 16}


def column_widths(tables: Sequence[Table]) -> list[float]:
    """The widths of the columns beside the labels, in characters."""
    columns = max((table.width for table in tables), default=1)
    if columns == 1:
        return [ALONE]
    widths = [float(LEAST)] * columns
    for table in tables:
        if table.is_list:
            continue
        for row in table.rows:
            for number, question in enumerate(row.questions):
                widths[number] = max(widths[number], _wanted(question, columns))
        if table.has_totals:
            widths[len(table.columns)] = max(widths[len(table.columns)], 17)
    stretch = max(1.0, TOGETHER / sum(widths))
    return [round(width * stretch, 1) for width in widths]


def is_wide(question: Question, width: float) -> bool:
    """Whether an answer that stands alone on its line takes the whole line."""
    if question.options:
        return max(map(len, question.options.values)) > width - 4
    return question.kind in ("text", "person", "place", "email")


def _wanted(question: Question, columns: int) -> float:
    if question.options:
        longest = max(map(len, question.options.values)) + 4
        return min(longest, 30 if columns < 4 else 20)
    wanted = _BY_KIND.get(question.kind, LEAST)
    return wanted if columns < 4 else min(wanted, 30)
