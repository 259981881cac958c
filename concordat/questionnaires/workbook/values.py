"""An answer as a cell of a workbook holds it: figures and dates as numbers, all else as text, never as a formula."""

import json
import re
from datetime import date
from decimal import Decimal

from concordat.periods import Month
from concordat.questionnaires.answers import Answer
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import Value, format_value
from concordat.questionnaires.workbook.entry import EPOCH
from concordat.questionnaires.workbook.formulas import FIRST_DAY

MOST_UNITS = 32_767  # what a cell holds, counted as spreadsheets count
CUT = " [cut short: the whole answer is longer than a cell holds; it is kept where it came from]"
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no file of XML can hold them


def cell_of(question: Question, answer: Answer | None) -> str | float | None:
    """What to write into the cell of an answer: the value where it fits, else what was typed, as text."""
    if answer is None:
        return None
    if answer.value is None:
        return fit_cell(_typed(answer.raw))
    number = _number(question, answer.value)
    return fit_cell(format_value(question, answer.value)) if number is None else number


def said_cell(question: Question, value: Value) -> str | float:
    """What an earlier period said, as its cell shows it."""
    number = _number(question, value)
    return fit_cell(format_value(question, value)) if number is None else number


def exact(number: float) -> Decimal:
    """The number that a cell shows: fifteen digits, which is as many as spreadsheets keep."""
    return Decimal(f"{number:.15g}")


def fit_cell(text: str) -> str:
    """The text, or as much of it as a cell holds with a mark at its end that nobody types."""
    text = _UNWRITABLE.sub("\ufffd", text)
    if _units(text) <= MOST_UNITS:
        return text
    kept = text[: MOST_UNITS - len(CUT)]
    while _units(kept) > MOST_UNITS - len(CUT):
        kept = kept[: -max(1, (_units(kept) - MOST_UNITS + len(CUT)) // 2)]
    return kept + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _number(question: Question, value: Value) -> float | None:
    """The value as a number, where a cell's number says exactly the same."""
    if isinstance(value, Month):
        value = value.first_day
    if isinstance(value, date):
        serial = (value - EPOCH).days
        return float(serial) if serial >= FIRST_DAY else None
    if isinstance(value, str):
        return None
    figure = Decimal(value) / 100 if question.kind == "percentage" else Decimal(value)
    return float(figure) if exact(float(figure)) == figure else None


def _typed(raw: object) -> str:
    if isinstance(raw, bool):
        return "Yes" if raw else "No"
    if isinstance(raw, (dict, list)):
        return json.dumps(raw, ensure_ascii=False, default=str)
    return str(raw).strip()
