"""The workbook to fill: sheets with headings, hints and lists to choose from, blank or with a made-up example."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from concordat.flow.workbook_layout import ARRIVALS, CAPACITY, CHANGES, READ_ME, SCENARIOS, SHEETS, STAYS, Sheet

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LAST_ROW = 2000
HEADING = "Fill the sheets from left to right; then: concordat flow start THIS-FILE.xlsx -o system.yaml"
DAYS, MONTHS = ("From", "Until"), ("Month",)

Rows = Mapping[str, Sequence[Sequence[object]]]


def render_workbook(rows: Rows, pathways: Sequence[str], remark: str = "") -> bytes:
    """An Excel file with the sheets of the layout, filled with `rows` by sheet; `pathways` are columns of arrivals."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**AS_TEXT, "in_memory": True}) as book:
        looks = {
            "heading": book.add_format(
                {"bold": True, "font_name": "Arial", "bottom": 1, "text_wrap": True, "locked": True}
            ),
            "plain": book.add_format({"font_name": "Arial"}),
            "day": book.add_format({"font_name": "Arial", "num_format": "dd/mm/yyyy"}),
            "month": book.add_format({"font_name": "Arial", "num_format": "mmm yyyy"}),
            "hint": book.add_format({"font_name": "Arial", "text_wrap": True, "valign": "top"}),
            "title": book.add_format({"font_name": "Arial", "bold": True, "font_size": 14}),
        }
        _write_read_me(book.add_worksheet(READ_ME), looks, remark)
        for layout in SHEETS:
            columns = [*layout.columns, *layout.may, *(pathways if layout.name == ARRIVALS else [])]
            _write_sheet(book.add_worksheet(layout.name), layout, columns, rows.get(layout.name, ()), looks)
    return content.getvalue()


def _write_read_me(sheet: Any, looks: Mapping[str, Any], remark: str) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "How many places does each discharge pathway need?", looks["title"])
    sheet.write_string(1, 0, HEADING, looks["plain"])
    if remark:
        sheet.write_string(2, 0, remark, looks["plain"])
    for row, layout in enumerate(SHEETS, start=4):
        sheet.write_string(row, 0, layout.name, looks["heading"])
        may = "" if layout.needed else "May stay empty. "
        sheet.write_string(row, 1, may + layout.hint, looks["hint"])


def _write_sheet(
    sheet: Any, layout: Sheet, columns: Sequence[str], rows: Sequence[Sequence[object]], looks: Mapping[str, Any]
) -> None:
    for number, name in enumerate(columns):
        sheet.set_column(
            number, number, max(len(name) + 4, 34 if name in ("Value", "Reason", "Source", "What") else 14)
        )
        sheet.write_string(0, number, name, looks["heading"])
    sheet.write_comment(0, 0, layout.hint, {"x_scale": 3, "y_scale": 2})
    for line, row in enumerate(rows, start=1):
        for number, value in enumerate(row):
            _write_cell(sheet, line, number, value, columns[number], looks)
    sheet.freeze_panes(1, 0)
    _write_lists(sheet, layout, columns)


def _write_cell(sheet: Any, row: int, column: int, value: object, name: str, looks: Mapping[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, looks["month" if name in MONTHS else "day"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, looks["plain"])
    else:
        sheet.write_string(row, column, str(value), looks["plain"])


def _write_lists(sheet: Any, layout: Sheet, columns: Sequence[str]) -> None:
    """Lists to choose from where only some words are read."""
    if layout.name == SCENARIOS:
        at = columns.index("Change")
        sheet.data_validation(1, at, LAST_ROW, at, {"validate": "list", "source": list(CHANGES)})
    for name in ("Still in", "Verified"):
        if name in columns:
            at = columns.index(name)
            sheet.data_validation(1, at, LAST_ROW, at, {"validate": "list", "source": ["Yes", "No"]})
    if layout.name in (CAPACITY, STAYS):
        name, word = ("Places", "whole") if layout.name == CAPACITY else ("Days", "decimal")
        at = columns.index(name)
        limits = {"validate": "integer" if word == "whole" else "decimal", "criteria": ">=", "value": 0}
        said = {"error_title": name, "error_message": f"Write a {word} number of 0 or more.", "error_type": "warning"}
        sheet.data_validation(1, at, LAST_ROW, at, limits | said)
