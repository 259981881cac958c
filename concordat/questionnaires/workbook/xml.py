"""What python-calamine leaves out of a workbook: its defined names, its cells with errors, how far its sheets reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

MOST_CELLS = 2_000_000  # of one sheet, from its first corner to its last
MOST_NAMES = 50_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_TARGET = re.compile(
    r"^(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?$"
)
_CELL = b'<c r="'  # as every program that is known writes a cell
_LETTERS_ONLY = re.compile(rb"[A-Z]{1,3}")
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CELLS = tuple(b"<c" + sign for sign in (b" ", b">", b"/", b"\n", b"\t", b"\r"))


class BadXml(Exception):
    """A part of the workbook is no XML that a spreadsheet writes."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a name points: a sheet, and the first and the last of its cells as (row, column), counted from 0."""

    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def address(self) -> str:
        return f"{self.sheet}!{_letters(self.first[1])}{self.first[0] + 1}"


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name as the workbook has it; `target` is None where it points nowhere, `is_local` where one sheet owns it."""

    name: str
    is_local: bool
    target: Target | None


@dataclass(frozen=True, slots=True)
class Contents:
    """What `xl/workbook.xml` says: the relation of each sheet by its name, the names, whether days count from 1904."""

    sheets: dict[str, str]
    names: list[DefinedName]
    is_1904: bool


def read_contents(part: bytes) -> Contents:
    """Read `xl/workbook.xml`. Raises BadXml."""
    root = _parse(part)
    sheets: dict[str, str] = {}
    names: list[DefinedName] = []
    is_1904 = False
    for element in root.iter("{*}sheet", "{*}definedName", "{*}workbookPr"):
        kind = etree.QName(element).localname
        if kind == "sheet":
            sheets[element.get("name", "")] = element.get(_RELATION) or element.get(_RELATION_STRICT) or ""
        elif kind == "workbookPr":
            is_1904 = element.get("date1904") in ("1", "true")
        elif len(names) < MOST_NAMES:
            is_local = element.get("localSheetId") is not None
            names.append(DefinedName(element.get("name", ""), is_local, _target(element.text or "")))
    return Contents(sheets, names, is_1904)


def read_relations(part: bytes) -> dict[str, str]:
    """Read `xl/_rels/workbook.xml.rels`: the name of each part by the id of its relation. Raises BadXml."""
    found = {}
    for element in _parse(part).iter("{*}Relationship"):
        target = element.get("Target", "").casefold()
        found[element.get("Id", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return found


def error_cells(sheet: bytes) -> set[tuple[int, int]]:
    """The cells of a sheet that hold an error, as (row, column)."""
    if b't="e"' not in sheet and b"t='e'" not in sheet:
        return set()
    return {place for place, element in _cells(sheet) if element.get("t") == "e"}


def is_too_wide(sheet: bytes) -> bool:
    """Whether a sheet's filled cells lie so far apart that holding all between them would take too much room."""
    if b"<!" not in sheet and b":sheetData" not in sheet:
        references = [chunk.partition(b'"')[0] for chunk in sheet.split(_CELL)[1:]]
        rows = {reference.lstrip(_LETTERS) for reference in references} | {b"1"}
        columns = {reference[: len(reference.rstrip(b"0123456789"))] for reference in references} | {b"A"}
        if all(map(bytes.isdigit, rows)) and all(map(_LETTERS_ONLY.fullmatch, columns)):
            area = max(map(int, rows)) * (1 + max(_column(letters.decode()) for letters in columns))
            if area <= MOST_CELLS and sum(map(sheet.count, _CELLS)) <= len(references):
                return False
    filled = [place for place, element in _cells(sheet) if len(element)]
    return bool(filled) and (1 + max(row for row, _ in filled)) * (1 + max(column for _, column in filled)) > MOST_CELLS


def _cells(sheet: bytes) -> Iterator[tuple[tuple[int, int], etree._Element]]:
    """Each cell with its place; one that does not say where it is follows the one before. Nothing after bad XML."""
    row, column = -1, -1
    for element in _parse(sheet).iter("{*}row", "{*}c"):
        said = element.get("r", "").strip()
        if etree.QName(element).localname == "row":
            row, column = (int(said) - 1 if said.isdecimal() else row + 1), -1
            continue
        match = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", said)
        row, column = (int(match[2]) - 1, _column(match[1])) if match else (row, column + 1)
        yield (row, column), element


def _parse(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadXml("a part of it is damaged") from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise BadXml("it declares a document type, which no spreadsheet does")
    return root


def _target(text: str) -> Target | None:
    match = _TARGET.match(text.strip().removeprefix("="))
    if match is None:
        return None
    quoted, plain, column, row, last_column, last_row = match.groups()
    first = (int(row) - 1, _column(column))
    last = (int(last_row) - 1, _column(last_column)) if last_row else first
    return Target(quoted.replace("''", "'") if quoted else plain, first, last)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
