"""Workbooks: a quarter of all places written and read, beside openpyxl doing the same cells."""

import tempfile
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from bench.measure import Row, least, verdict
from bench.nation import make_nation
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.workbook.answers import read_named_cells
from concordat.questionnaires.workbook.names import Stamp
from concordat.questionnaires.workbook.read_workbook import read_workbook
from concordat.questionnaires.workbook.write_workbook import write_workbook
from concordat.returns.checks import check_return
from concordat.returns.place_return import Return

PLACES = 20  # of 151: what is measured is the cost of each


def bench_workbooks() -> list[Row]:
    """Write and read a workbook for each of some places, as Concordat and as openpyxl; check what was read."""
    returns = [ret for ret in make_nation() if ret.form.id.endswith("q4")][:PLACES]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.xlsx" for number in range(len(returns))]
        written = least(lambda: [_write(ret, path) for ret, path in zip(returns, paths, strict=True)], runs=2)
        taken = [_take_apart(path) for path in paths]
        copies = [Path(folder) / f"copy-{number}.xlsx" for number in range(len(returns))]
        copied = least(lambda: [_write_with_openpyxl(*both) for both in zip(taken, copies, strict=True)], runs=2)
        read = least(lambda: [read_workbook(path) for path in paths], runs=3)
        peer = least(lambda: [_read_with_openpyxl(path) for path in paths], runs=2)
        answered = least(lambda: [_answers(ret, path) for ret, path in zip(returns, paths, strict=True)], runs=3)
        checked = least(lambda: [check_return(ret) for ret in returns], runs=3)
        tenfold = least(lambda: [read_workbook(path) for _ in range(10) for path in paths], runs=2)
    each = 1000 / len(returns)
    return [
        (
            f"read the cells of {len(returns)} workbooks by their names",
            f"{each * read:.1f} ms each",
            f"{peer / read:.1f} x as fast as openpyxl reading the same cells",
            "at least 10 x",
            verdict(peer >= 10 * read),
        ),
        (
            "make answers of them, and check them",
            f"{each * (answered - read):.1f} ms and {each * checked:.1f} ms each",
            f"checks cost {checked / answered:.2f} x what reading and typing cost",
            "at most as much again",
            verdict(checked <= answered),
        ),
        (
            f"write {len(returns)} workbooks: checklist, drop-downs, formulas, notes",
            f"{each * written:.0f} ms each",
            f"{copied / written:.2f} x as fast as openpyxl writing the same cells and looks, without names and notes",
            "at least 1.5 x",
            verdict(copied >= 1.5 * written),
        ),
        (
            f"read {10 * len(returns)} workbooks",
            f"{each * tenfold / 10:.1f} ms each",
            f"{tenfold / read:.1f} x the cost of {len(returns)}",
            "at most 10 x, 10% aside for noise",
            verdict(tenfold <= 11 * read),
        ),
    ]


def _write(ret: Return, path: Path) -> None:
    assert ret.place is not None, ret.form.id
    write_workbook(ret.answers, path, stamp=Stamp(ret.place.slug, ret.form.id, "1"), place=ret.place.name)


def _answers(ret: Return, path: Path) -> None:
    read_answers(ret.form, read_named_cells(ret.form, read_workbook(path)).given)


def _read_with_openpyxl(path: Path) -> list[object]:
    """The cells of all defined names, as a program that used openpyxl would take them."""
    book = openpyxl.load_workbook(path, data_only=True)
    found: list[object] = []
    for name in book.defined_names.values():
        for sheet, cells in name.destinations:
            found.append(book[sheet][cells])
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as a program would write it: cells with their looks, widths, entry rules."""

    cells: list[tuple[int, int, object, int]]  # row, column, value, number of its looks
    widths: dict[str, float]
    rules: list[Any]


def _take_apart(path: Path) -> tuple[dict[str, Sheet], list[tuple[Any, ...]]]:
    """Everything that openpyxl is to write again: sheets by name, and the looks that cells have."""
    book = openpyxl.load_workbook(path)
    looks: dict[Any, int] = {}
    kinds: list[tuple[Any, ...]] = []
    sheets = {}
    for sheet in book.worksheets:
        cells = []
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.has_style or cell.value is not None):
            if cell.style_id not in looks:
                looks[cell.style_id] = len(kinds)
                parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
                kinds.append((*(copy(part) for part in parts), cell.number_format))
            cells.append((cell.row, cell.column, cell.value, looks[cell.style_id]))
        widths = {letter: one.width for letter, one in sheet.column_dimensions.items()}
        sheets[sheet.title] = Sheet(cells, widths, list(sheet.data_validations.dataValidation))
    return sheets, kinds


def _write_with_openpyxl(taken: tuple[dict[str, Sheet], list[tuple[Any, ...]]], path: Path) -> None:
    """The same cells, looks, widths and entry rules; without the notes, names and conditional formats."""
    sheets, kinds = taken
    book = openpyxl.Workbook()
    for title, one in sheets.items():
        sheet = book.create_sheet(title)
        for row, column, value, number in one.cells:
            cell = sheet.cell(row, column, value)
            cell.font, cell.fill, cell.border, cell.alignment, cell.protection, cell.number_format = kinds[number]
        for letter, width in one.widths.items():
            sheet.column_dimensions[letter].width = width
        for rule in one.rules:
            sheet.add_data_validation(rule)
    book.save(path)
