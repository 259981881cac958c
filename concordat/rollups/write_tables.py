"""Tables out to Excel: typed cells, a heading that stays, a filter, and never a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import xlsxwriter

from concordat.rollups.groups import Report
from concordat.rollups.write_csv import COLUMNS, report_lines

NUMBERS = frozenset(("value", "places"))  # the columns of a report's table that hold numbers
WIDEST = 60
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_report(report: Report, to: Path) -> None:
    """A roll-up as a workbook: the long table of `render_csv`, with numbers as numbers."""
    lines = [[_typed(name, cell) for name, cell in zip(COLUMNS, line, strict=True)] for line in report_lines(report)]
    write_table(COLUMNS, lines, to, "Roll-up")


def write_table(columns: Sequence[str], lines: Iterable[Sequence[object]], to: Path, title: str) -> None:
    """Any table as a workbook of one sheet, written whole or not at all.

    Numbers, dates and texts keep their kinds; a text that begins like a formula stays a text. Prints one page wide.
    Raises OSError where the file cannot be written.
    """
    filled = [list(line) for line in lines]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**AS_TEXT, "in_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        heading = book.add_format({"bold": True, "font_name": "Arial", "bottom": 1, "text_wrap": True})
        plain = book.add_format({"font_name": "Arial", "valign": "top", "text_wrap": True})
        day = book.add_format({"font_name": "Arial", "valign": "top", "num_format": "dd/mm/yyyy"})
        for number, name in enumerate(columns):
            sheet.set_column(number, number, _width(name, (line[number] for line in filled)), plain)
            sheet.write_string(0, number, name, heading)
        for row, line in enumerate(filled, start=1):
            for number, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(row, number, cell, day)
                elif isinstance(cell, (int, float, Decimal)):
                    sheet.write_number(row, number, cell, plain)
                elif cell is not None:
                    sheet.write_string(row, number, str(cell), plain)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(filled), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".{to.name}.part")
    draft.write_bytes(content.getvalue())
    draft.replace(to)


def _typed(column: str, cell: object) -> object:
    if column not in NUMBERS or cell == "":
        return cell
    try:
        return Decimal(str(cell))
    except InvalidOperation:
        return cell


def _width(name: str, cells: Iterable[object]) -> int:
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(len(name), longest) + 2, WIDEST)
