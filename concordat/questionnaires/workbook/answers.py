"""From the cells of a workbook to answers as they would be typed: figures, days and percentages as the form has them.

A percentage is a fraction to a spreadsheet: 94% is 0.94. Cells are written so, and a number is read so; one that would
then be outside the limits, and is within them as it stands (94, in a cell that lost its format), is read as it stands.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from concordat.findings import Finding, Severity
from concordat.money import PENNY
from concordat.questionnaires.answers import Answer, is_empty, read_answer
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import format_value, shorten
from concordat.questionnaires.workbook.entry import EPOCH
from concordat.questionnaires.workbook.formulas import FIGURES, FIRST_DAY, LAST_DAY
from concordat.questionnaires.workbook.names import name_of
from concordat.questionnaires.workbook.read_workbook import Cell, CellValue, WorkbookRead
from concordat.questionnaires.workbook.values import CUT, exact

DAYS_1904 = 1462


@dataclass
class WorkbookAnswers:
    """The answers by question id, as they would be typed; `unread` are those of which nothing is known."""

    given: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def read_named_cells(form: Questionnaire, read: WorkbookRead) -> WorkbookAnswers:
    """Make answers to the form of the cells of a workbook. What fits no question is kept as it stands."""
    reader = _Reader(read.is_1904, WorkbookAnswers())
    for question in form.asked:
        if question.id in read.cells:
            reader.take(question, read.cells[question.id])
        else:
            reader.found.unread.add(question.id)
            if question.id not in read.lost:
                reader.miss(question)
    for id, cell in read.cells.items():
        if id not in form.questions and not is_empty(cell.value):
            reader.found.given[id] = _plain(cell.value)
    return reader.found


def read_unnamed_form(read: WorkbookRead) -> WorkbookAnswers:
    """What stands in the cells of a workbook of no form that is held, as words."""
    return WorkbookAnswers({id: _plain(cell.value) for id, cell in read.cells.items() if not is_empty(cell.value)})


@dataclass
class _Reader:
    is_1904: bool
    found: WorkbookAnswers

    def miss(self, question: Question) -> None:
        message = f"{question.name}: the workbook has no cell of the name {name_of(question.id)}; no answer is read."
        self._blocks(
            "missing-name", question.id, message, "Take a fresh workbook, or answer where you keep the return."
        )

    def take(self, question: Question, cell: Cell) -> None:
        """Read one cell."""
        value = cell.value
        if cell.is_error:
            self.found.unread.add(question.id)
            message = f"{question.name}: the formula in {cell.address} comes to an error; no answer is read."
            self._blocks("formula-error", question.id, message, "Mend the formula, or type the answer itself.")
        elif isinstance(value, str) and value.endswith(CUT):
            self.found.unread.add(question.id)
            message = f"{question.name}: the answer is longer than a cell holds and was not changed here."
            self._note("cut-short", question.id, message, "To change it, replace the whole text in the cell.")
        elif isinstance(value, str):
            self._take_text(question, cell, value)
        elif isinstance(value, bool):
            self.found.given[question.id] = "Yes" if value else "No"
        else:
            self.found.given[question.id] = self._take_number(question, cell, value)

    def _take_text(self, question: Question, cell: Cell, value: str) -> None:
        if is_empty(value):
            return
        text = self.found.given[question.id] = value.strip()
        value_read = read_answer(question, text).value
        fits = value_read is not None and value_read not in question.words
        if fits and question.kind in FIGURES:
            message = f"{question.name}: {shorten(text)!r} in {cell.address} is a number typed as text; it is read."
            self._note("number-as-text", question.id, message, "Nothing; type digits only if you come back to it.")
        elif fits and question.kind in ("date", "month"):
            message = f"{question.name}: {shorten(text)!r} in {cell.address} is a date typed as text; it is read."
            self._note("date-as-text", question.id, message, "Nothing; check that it is the day that you mean.")

    def _take_number(self, question: Question, cell: Cell, value: CellValue) -> object:
        if question.kind in ("date", "month"):
            return self._day(question, value)
        if question.kind not in FIGURES:
            return _plain(value)
        figure = _number(value)
        if question.kind == "percentage":
            return self._percentage(question, cell, figure)
        if question.kind == "money" and figure != (rounded := _to_penny(figure)):
            message = f"{question.name}: {figure:,f} in {cell.address} is read to the penny, as {rounded:,f}."
            self._note("read-to-the-penny", question.id, message, "Nothing, if the amount is meant.")
            figure = rounded
        return _typed(question, figure)

    def _percentage(self, question: Question, cell: Cell, figure: Decimal) -> str:
        whole = read_answer(question, f"{figure * 100:f}%")
        as_it_stands = read_answer(question, f"{figure:f}%")
        if whole.misfit is None or as_it_stands.misfit is not None:
            return _typed(question, figure * 100)
        message = f"{question.name}: {figure:f} in {cell.address} is read as {figure:f}%."
        self._note("percentage-as-number", question.id, message, "Nothing, if that is meant; else type it with %.")
        return _typed(question, figure)

    def _day(self, question: Question, value: CellValue) -> str:
        """A day as it is typed; a number counts days, and one that is no day any more stays a number."""
        if isinstance(value, (int, float)) and self.is_1904:
            value += DAYS_1904
        if isinstance(value, date) and value >= date(1900, 3, 1):
            day = value.date() if isinstance(value, datetime) else value
        elif isinstance(value, (int, float)) and FIRST_DAY <= value < LAST_DAY + 1:
            day = EPOCH + timedelta(days=int(value))
        else:
            return f"{_number(value):f}"
        return f"{day:%m}/{day.year}" if question.kind == "month" else f"{day:%d/%m}/{day.year:04d}"

    def _blocks(self, code: str, where: str, message: str, remedy: str) -> None:
        self.found.findings.append(Finding(code, Severity.BLOCKS, where, message, remedy))

    def _note(self, code: str, where: str, message: str, remedy: str) -> None:
        self.found.findings.append(Finding(code, Severity.NOTE, where, message, remedy))


def _typed(question: Question, figure: Decimal) -> str:
    """A figure as it would be typed: as the form writes it where it fits, else plain."""
    answer: Answer = read_answer(question, f"{figure:f}")
    if answer.value is None:
        return f"{figure.normalize():f}" + ("%" if question.kind == "percentage" else "")
    return format_value(question, answer.value)


def _to_penny(figure: Decimal) -> Decimal:
    return figure.quantize(PENNY, rounding=ROUND_HALF_UP) if abs(figure) < 10**20 else figure


def _number(value: CellValue) -> Decimal:
    """A cell's number, also where it is formatted as a day or a time."""
    if isinstance(value, datetime):
        return exact((value - datetime(1899, 12, 30)) / timedelta(days=1))  # noqa: DTZ001
    if isinstance(value, date):
        return Decimal((value - EPOCH).days - (value < date(1900, 3, 1)))
    if isinstance(value, timedelta):
        return exact(value / timedelta(days=1))
    if isinstance(value, time):
        return exact((value.hour * 3600 + value.minute * 60 + value.second) / 86400)
    return exact(float(value))


def _plain(value: CellValue) -> str:
    """What stands in a cell, as words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04d}"
    number = _number(value)
    return f"{int(number)}" if number == number.to_integral_value() else f"{number:f}"
