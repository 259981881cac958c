"""The table of capacity and demand in and out: CSV, and a sheet of Excel."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from concordat.flow.cells import BadTable
from concordat.flow.parameters import MOST_PLACES
from concordat.flow.planning_template import COLUMNS, NOTE, PlanLine
from concordat.flow.read_table import read_table
from concordat.periods import Month

SHEET = "Capacity and demand"
NEEDED = ("Month", "Pathway", "Expected demand, people", "Places")
MOST_PEOPLE = 300_000


def render_csv(lines: Sequence[PlanLine]) -> str:
    """The table as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(["" if cell is None else str(cell) for cell in line.cells] for line in lines)
    return buffer.getvalue()


def render_excel(lines: Sequence[PlanLine]) -> bytes:
    """The table as a workbook of one sheet, with what it rests on in a second."""
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        heading = book.add_format({"bold": True, "font_name": "Arial", "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"font_name": "Arial", "num_format": "#,##0.0#"})
        month = book.add_format({"font_name": "Arial", "num_format": "mmm yyyy", "align": "left"})
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, len(COLUMNS) - 1, 16)
        for number, name in enumerate(COLUMNS):
            sheet.write_string(0, number, name, heading)
        for row, line in enumerate(lines, start=1):
            sheet.write_datetime(row, 0, line.month.first_day, month)
            sheet.write_string(row, 1, line.pathway, plain)
            for number, cell in enumerate(line.cells[2:], start=2):
                if isinstance(cell, float):
                    sheet.write_number(row, number, cell, plain)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(lines), 1), len(COLUMNS) - 1)
        notes = book.add_worksheet("Notes")
        notes.set_column(0, 0, 110)
        notes.write_string(0, 0, NOTE, book.add_format({"font_name": "Arial", "text_wrap": True}))
    return content.getvalue()


def read_template(path: Path) -> tuple[PlanLine, ...]:
    """Month, pathway, demand and places of a table; what a run fills in is left out.

    Raises BadTable with every wrong cell, and for a pathway that has a month twice.
    """
    table = read_table(path)
    table.require(NEEDED)
    found: dict[tuple[Month, str], PlanLine] = {}
    for row in table.rows:
        month, name = row["month"].month(), row["pathway"].text
        demand = row[NEEDED[2]].number(0, MOST_PEOPLE)
        places = row[NEEDED[3]].number(0, MOST_PLACES)
        if not name:
            row["pathway"].refuse("is empty; write the pathway.")
        elif month is not None and (month, name) in found:
            row["month"].refuse(f"{name} has two rows for {month}; keep one of them.")
        elif month is not None and demand is not None and places is not None:
            found[month, name] = PlanLine(month, name, demand, places)
    table.problems.stop()
    if not found:
        raise BadTable(f"{table.where}: there is no row; give one for each pathway and month.")
    return tuple(found.values())
