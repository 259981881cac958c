"""A filled workbook in: each answer found by the name of its cell, wherever it stands by now.

Nothing here knows the form: what comes out is what stands in the cells. `workbook_answers.py` makes answers of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from concordat.findings import Finding, Severity
from concordat.questionnaires.workbook.names import STAMPS, Stamp, id_of
from concordat.questionnaires.workbook.parts import Parts, read_parts
from concordat.questionnaires.workbook.xml import (
    BadXml,
    Contents,
    DefinedName,
    Target,
    error_cells,
    is_too_wide,
    read_contents,
    read_relations,
)

CellValue = str | float | bool | date | datetime | time | timedelta
MOST_NAMED_CELLS = 10_000  # of one name that points to many


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in an answer's cell, and where that is; an error is no value."""

    address: str
    value: CellValue = ""
    is_error: bool = False


@dataclass(frozen=True)
class WorkbookRead:
    """A workbook's stamp, its answers' cells by question id, and what is odd about the file.

    `lost` are the ids whose names are there and lead to no one cell. `is_1904` says that days count from 1904.
    """

    stamp: Stamp
    cells: Mapping[str, Cell]
    findings: tuple[Finding, ...]
    lost: frozenset[str] = frozenset()
    is_1904: bool = False
    is_readable: bool = True


def read_workbook(path: Path) -> WorkbookRead:
    """Read a workbook. Never raises for what stands in it: a file that cannot be read has a `blocks` finding."""
    parts = read_parts(path)
    if not parts.by_name:
        return _unreadable(*parts.findings)
    try:
        contents = read_contents(parts.by_name["xl/workbook.xml"])
        sheets = _Sheets(path.name, parts, contents)
    except (BadXml, CalamineError, OSError, ValueError) as problem:
        said = f"The workbook cannot be opened: {_said(problem)}."
        remedy = "Open it in Excel or LibreOffice and save it anew, or ask for the file again."
        return _unreadable(*parts.findings, _blocks("damaged-workbook", path.name, said, remedy))
    reader = _Reader(sheets, [*parts.findings])
    stamp = reader.stamp(contents)
    cells = dict(reader.cells(contents))
    findings = (*reader.findings, *sheets.findings)
    return WorkbookRead(stamp, cells, findings, frozenset(reader.lost), contents.is_1904)


def _said(problem: Exception) -> str:
    """What is wrong with a part, where that was found here; what the reader below says is for programmers."""
    return " ".join(str(problem).split())[:100] if isinstance(problem, BadXml) else "a part of it is damaged"


def _unreadable(*findings: Finding) -> WorkbookRead:
    return WorkbookRead(Stamp("", "", ""), {}, findings, is_readable=False)


class _Sheets:
    """The values of each sheet, read when first asked for."""

    def __init__(self, file: str, parts: Parts, contents: Contents) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.names = {name.casefold(): name for name in contents.sheets}
        relations = read_relations(parts.by_name.get("xl/_rels/workbook.xml.rels", b"<none/>"))
        self._parts = {
            name: parts.by_name.get(relations.get(relation, ""), b"") for name, relation in contents.sheets.items()
        }
        self._book = CalamineWorkbook.from_filelike(parts.repacked())
        self._read: dict[str, _Grid] = {}

    def look_up(self, target: Target, place: tuple[int, int]) -> Cell:
        """The cell at a place of a target's sheet, which is there."""
        name = self.names[target.sheet.casefold()]
        if name not in self._read:
            self._read[name] = self._values(name)
        grid = self._read[name]
        return Cell(target.address, grid.value(place), place in grid.errors)

    def _values(self, name: str) -> "_Grid":
        part = self._parts[name]
        try:
            if is_too_wide(part):
                message = f"The sheet {name!r} reaches too far to be read."
                remedy = "Delete what stands far right or far down on it, and save it anew."
                self.findings.append(_blocks("workbook-too-large", name, message, remedy))
                return _Grid()
            sheet = self._book.get_sheet_by_name(name)
            return _Grid(sheet.start or (0, 0), sheet.to_python(skip_empty_area=True), error_cells(part))
        except (BadXml, CalamineError, OSError, ValueError) as problem:
            message = f"The sheet {name!r} cannot be read: {_said(problem)}."
            remedy = "Open the file in Excel or LibreOffice and save it anew."
            self.findings.append(_blocks("damaged-workbook", name, message, remedy))
            return _Grid()


@dataclass(frozen=True)
class _Grid:
    """The values of a sheet from its first filled corner on, and the places of its errors."""

    start: tuple[int, int] = (0, 0)
    rows: list[list[CellValue]] = field(default_factory=list)
    errors: set[tuple[int, int]] = field(default_factory=set)

    def value(self, place: tuple[int, int]) -> CellValue:
        row, column = place[0] - self.start[0], place[1] - self.start[1]
        if row < 0 or column < 0 or row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]


class _Reader:
    """Follows names to cells, collecting findings on the way."""

    def __init__(self, sheets: _Sheets, findings: list[Finding]) -> None:
        self.sheets = sheets
        self.findings = findings
        self.lost: set[str] = set()

    def stamp(self, contents: Contents) -> Stamp:
        """What the workbook says of itself; empty where it does not."""
        said = dict.fromkeys(STAMPS, "")
        for one in contents.names:
            name = one.name.casefold()
            if name in said and not said[name] and one.target and self._is_there(one.target):
                value = self.sheets.look_up(one.target, one.target.first).value
                said[name] = f"{value:g}" if isinstance(value, float) else str(value).strip()
        return Stamp(*(said[name] for name in STAMPS))

    def cells(self, contents: Contents) -> Iterator[tuple[str, Cell]]:
        """The cell of each question that has a name; names of the whole workbook go before those of one sheet."""
        by_id: dict[str, list[DefinedName]] = {}
        for one in sorted(contents.names, key=lambda one: one.is_local):
            if id := id_of(one.name):
                by_id.setdefault(id, []).append(one)
        for id, names in by_id.items():
            if cell := self._cell(id, [one.target for one in names if one.target and self._is_there(one.target)]):
                yield id, cell

    def _is_there(self, target: Target) -> bool:
        return target.sheet.casefold() in self.sheets.names

    def _cell(self, id: str, targets: list[Target]) -> Cell | None:
        found = [cell for target in dict.fromkeys(targets) if (cell := self._one_cell(id, target))]
        if not found:
            self.lost.add(id)
            message = f"The name of {id} leads to no cell any more; its answer cannot be found."
            self._blocks("lost-name", id, message, "Take a fresh workbook, or answer where you keep the return.")
            return None
        if len(found) > 1:
            places = " and ".join(cell.address for cell in found[:3])
            message = f"{id} is there {len(found)} times, at {places}; the answer at {found[0].address} is used."
            alike = all((cell.value, cell.is_error) == (found[0].value, found[0].is_error) for cell in found)
            severity = Severity.NOTE if alike else Severity.BLOCKS
            remedy = "Delete the copy of the sheet, or the name that is too many (Formulas, Name Manager)."
            self.findings.append(Finding("doubled-name", severity, id, message, remedy))
        return found[0]

    def _one_cell(self, id: str, target: Target) -> Cell | None:
        """The cell of a target; of several, the one that is filled."""
        (top, left), (bottom, right) = target.first, target.last
        if target.first == target.last:
            return self.sheets.look_up(target, target.first)
        count = (bottom - top + 1) * (right - left + 1)
        places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        cells = [self.sheets.look_up(target, place) for place in places] if 0 < count <= MOST_NAMED_CELLS else []
        filled = [cell for cell in cells if cell.value != "" or cell.is_error]
        if cells and len(filled) < 2:
            return (filled or cells)[0]
        message = f"The name of {id} leads to {count:,} cells, where it should lead to one; no answer is read."
        self._blocks("name-of-many-cells", id, message, "Take a fresh workbook, or let the name stand for one cell.")
        return Cell(target.address)

    def _blocks(self, code: str, where: str, message: str, remedy: str) -> None:
        self.findings.append(_blocks(code, where, message, remedy))


def _blocks(code: str, where: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.BLOCKS, where, message, remedy)
