"""A form with its answers as a workbook to be filled: a checklist, a sheet for each section, and what they rest on."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.kinds import fold
from concordat.questionnaires.workbook.checklist import SHEET as CHECKLIST
from concordat.questionnaires.workbook.checklist import write_checklist
from concordat.questionnaires.workbook.layout import name_sheets
from concordat.questionnaires.workbook.looks import GrowingSheet, Looks
from concordat.questionnaires.workbook.names import CONTROL_CHARACTERS, MONTH_NAMES, STAMPS, Stamp
from concordat.questionnaires.workbook.sheet import SectionSheet
from concordat.questionnaires.workbook.values import CUT, cell_of
from concordat.questionnaires.workbook.workings import COLUMNS, Workings
from concordat.questionnaires.workbook.workings import SHEET as WORKINGS

LISTS = "Lists"
FOLDED = "_folded"  # after the name of a list: its words as they are compared, with their numbers
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "in_memory": True,
}
_MONTHS = [f"{date(2000, number, 1):%B}" for number in range(1, 13)]
_CONTROLS = [chr(code) for code in (*range(1, 9), 11, 12, *range(14, 32), *range(127, 160))]


def write_workbook(
    answers: AnswerSet,
    to: Path,
    *,
    stamp: Stamp,
    place: str,
    notes: Mapping[str, str] | None = None,
    made: date | None = None,
) -> list[str]:
    """Write the workbook of a form for one place, with the answers that there are; the ids of answers cut short.

    `place` is the name to show, `stamp` what the file says of itself, `notes` remarks on questions by id, `made` the
    day that the file's properties name. Raises OSError where the file cannot be written.
    """
    book = Workbook(str(to), _OPTIONS)
    looks = Looks(book)
    book.set_size(24000, 14000)
    day = made or date(1980, 1, 1)
    book.set_properties({"title": f"{answers.form.title}: {place}", "created": datetime.combine(day, time())})
    names = name_sheets(answers.form, (CHECKLIST, WORKINGS, LISTS))
    checklist = book.add_worksheet(CHECKLIST, GrowingSheet)
    sheets = {section.id: book.add_worksheet(names[section.id], GrowingSheet) for section in answers.form.sections}
    workings_sheet, lists_sheet = book.add_worksheet(WORKINGS, GrowingSheet), book.add_worksheet(LISTS)
    lists = _write_lists(book, lists_sheet, answers, looks, stamp)
    workings = Workings(answers, {id: name + FOLDED for id, name in lists.items()})
    _write_workings(workings_sheet, workings, looks)
    progress = write_checklist(book, checklist, looks, answers, workings, stamp=stamp, place=place)
    for section in answers.form.sections:
        SectionSheet(book, sheets[section.id], looks, answers, section, workings, lists, notes or {}, place).write(
            progress.get(section.id)
        )
    for hidden in (workings_sheet, lists_sheet):
        hidden.protect("")
        hidden.hide()
    checklist.activate()
    book.close()
    return [id for id, answer in answers.answers.items() if str(_content(answers, id)).endswith(CUT)]


def _content(answers: AnswerSet, id: str) -> str | float | None:
    return cell_of(answers.form.questions[id], answers.answers[id])


def _write_lists(book: Workbook, sheet: Worksheet, answers: AnswerSet, looks: Looks, stamp: Stamp) -> dict[str, str]:
    """The stamp, and each list of options once, in three columns; the name of its list by question id."""
    known: dict[tuple[str, ...], str] = {}
    column = 0

    def put(name: str, columns: list[list[str | int]], shown: int = 0) -> None:
        nonlocal column
        for offset, cells in enumerate(columns):
            for row, cell in enumerate(cells):
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                write(row, column + offset, cell, looks("list") if isinstance(cell, str) else None)
        last = len(columns[0])
        if shown:
            book.define_name(name, f"={LISTS}!{_range(column, column, last)}")
            name += FOLDED
        book.define_name(name, f"={LISTS}!{_range(column, column + len(columns) - 1, last)}")
        column += len(columns) + 1

    by_question = {}
    for question in answers.form.asked:
        if question.options:
            values = question.options.values
            if values not in known:
                known[values] = f"list_{len(known) + 1}"
                folded = [fold(value) for value in values]
                put(known[values], [list(values), list(folded), list(range(1, len(values) + 1))], shown=1)
            by_question[question.id] = known[values]
    for name, text in zip(STAMPS, (stamp.place, stamp.form, stamp.version, stamp.source, stamp.taken), strict=True):
        put(name, [[text]])
    put(CONTROL_CHARACTERS, [list(_CONTROLS)])
    words = {name: number for number, name in enumerate(_MONTHS, 1)}
    words |= {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"Sept": 9}
    put(MONTH_NAMES, [list(words), list(words.values())])
    return by_question


def _range(first: int, last: int, rows: int) -> str:
    begin, end = f"${_letter(first)}$1", f"${_letter(last)}${rows}"
    return begin if begin == end else f"{begin}:{end}"


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _write_workings(sheet: Worksheet, workings: Workings, looks: Looks) -> None:
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, looks("column"))
    for line in workings.lines():
        row = line.row - 1
        for letter, cell in line.constants.items():
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(row, ord(letter) - ord("A"), cell)
        for letter, formula in line.formulas.items():
            sheet.write_formula(row, ord(letter) - ord("A"), formula, None, line.results.get(letter, ""))
