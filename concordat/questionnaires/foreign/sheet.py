"""One sheet of a foreign workbook: what its cells hold, what is merged or calculated, and cells written in place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from concordat.questionnaires.foreign.cell_address import Block, Cell, parse_block, parse_cell
from concordat.questionnaires.foreign.number_formats import Shows
from concordat.questionnaires.read_yaml import DataError

Strings = list[str]
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell holds: a text, a number, a yes or no, nothing; or the error that its formula came to."""

    value: str | Decimal | bool | None = None
    error: str | None = None
    calculated: bool = False


class ForeignSheet:
    """The XML of one sheet, indexed by cell. Nothing but `write` changes it."""

    def __init__(self, name: str, root: etree._Element, shows: list[Shows], strings: Strings) -> None:
        self.name = name
        self.root = root
        self._shows = shows
        self._strings = strings
        found = next((node for node in root if local(node) == "sheetData"), None)
        if found is None:
            raise DataError("it has no cells")
        self._data = found
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[Cell, etree._Element] = {}
        self._index()
        self.merged = self._ranges("mergeCells", "mergeCell")
        self._calculated = [
            parse_block(str(formula.get("ref")))  # one formula for many cells, only the first of which has it
            for node in self._cells.values()
            for formula in node
            if local(formula) == "f" and formula.get("t") in ("array", "dataTable") and formula.get("ref")
        ]
        corners = [*self._cells, *(block.last for block in self.merged)]
        self.used = Cell(
            max((cell.row for cell in corners), default=0), max((cell.column for cell in corners), default=0)
        )

    def covers(self, cell: Cell) -> bool:
        """Whether the cell lies in the part of the sheet that is used, empty as it may be."""
        return cell.row <= self.used.row and cell.column <= self.used.column

    def is_calculated(self, cell: Cell) -> bool:
        node = self._cells.get(cell)
        return (node is not None and any(local(part) == "f" for part in node)) or any(
            cell in block for block in self._calculated
        )

    def merged_away(self, cell: Cell) -> Block | None:
        """The merged block that hides the cell, of which only the upper left one shows."""
        return next((block for block in self.merged if cell in block and cell != block.first), None)

    def shows(self, cell: Cell) -> Shows:
        """What the cell's number format shows; that of its row or column where the cell itself is not written yet."""
        node = self._cells.get(cell)
        text = node.get("s") if node is not None else self._style_around(cell)
        number = int(text) if text and text.isdigit() else 0
        return self._shows[number] if number < len(self._shows) else Shows.ANYTHING

    def held(self, cell: Cell) -> Held:
        """What the cell holds, a formula's last result where it is calculated."""
        node = self._cells.get(cell)
        if node is None:
            return Held()
        kind, calculated = node.get("t", "n"), any(local(part) == "f" for part in node)
        if kind == "inlineStr":
            inline = next((part for part in node if local(part) == "is"), None)
            return Held(_text_of(inline) if inline is not None else None)
        value = next((part.text or "" for part in node if local(part) == "v"), None)
        if value is None or (value == "" and kind != "str"):
            return Held(None, None, calculated)
        if kind == "e":
            return Held(None, value, calculated)
        if kind == "b":
            return Held(value in ("1", "true"), None, calculated)
        if kind == "s":
            return Held(self._shared(value), None, calculated)
        return Held(_unescape(value) if kind in ("str", "d") else _number(value), None, calculated)

    def write(self, cell: Cell, content: str | Decimal) -> None:
        """Put a text or a number into the cell, keeping its style; a text never becomes a formula."""
        node = self._cells.get(cell)
        if node is None:
            node = self._cells[cell] = self._insert(cell)
        for part in [part for part in node if local(part) in ("f", "v", "is")]:
            node.remove(part)
        for name in ("t", "cm", "vm"):  # what the former value was
            if name in node.attrib:
                del node.attrib[name]
        if isinstance(content, Decimal):
            value = etree.Element(self._name("v"))
            value.text = f"{content:f}"
        else:
            node.set("t", "inlineStr")
            value = etree.Element(self._name("is"))
            text = etree.SubElement(value, self._name("t"))
            text.text = _escape(content)
            text.set(_SPACE, "preserve")
        node.insert(0, value)

    def _index(self) -> None:
        """Find every row and cell; those without an address of their own follow the one before, and are given it."""
        row = 0
        for line in self._data:
            if local(line) != "row":
                continue
            row = int(line.get("r") or row + 1)
            line.set("r", str(row))
            self._rows[row] = line
            column = 0
            for node in line:
                if local(node) == "c":
                    address = node.get("r")
                    cell = parse_cell(address) if address else Cell(row, column + 1)
                    node.set("r", str(cell))
                    column = cell.column
                    self._cells[cell] = node

    def _insert(self, cell: Cell) -> etree._Element:
        style = self._style_around(cell)
        row = self._rows.get(cell.row)
        if row is None:
            row = self._rows[cell.row] = etree.Element(self._name("row"), {"r": str(cell.row)})
            self._data.insert(_place(self._data, lambda node: int(node.get("r") or 0) > cell.row), row)
        if "spans" in row.attrib:  # a hint of the columns in use, now perhaps wrong; nobody needs it
            del row.attrib["spans"]
        node = etree.Element(self._name("c"), {"r": str(cell)} | ({"s": style} if style else {}))
        row.insert(_place(row, lambda one: _column(one) > cell.column), node)
        return node

    def _style_around(self, cell: Cell) -> str | None:
        row = self._rows.get(cell.row)
        if row is not None and row.get("customFormat") in ("1", "true"):
            return row.get("s")
        for columns in (node for node in self.root if local(node) == "cols"):
            for column in columns:
                if int(column.get("min") or 0) <= cell.column <= int(column.get("max") or 0):
                    return column.get("style")
        return None

    def _shared(self, value: str) -> str:
        if not value.isdigit() or int(value) >= len(self._strings):
            raise DataError(f"The sheet {self.name!r} is damaged: it points to a text that is not there.")
        return self._strings[int(value)]

    def _ranges(self, group: str, name: str) -> list[Block]:
        groups = (node for node in self.root if local(node) == group)
        return [parse_block(str(node.get("ref"))) for found in groups for node in found if local(node) == name]

    def _name(self, tag: str) -> str:
        return str(etree.QName(etree.QName(self.root).namespace, tag))


def read_strings(root: etree._Element) -> Strings:
    """The texts that cells share, each without its formats and its readings."""
    return [_text_of(node) for node in root if local(node) == "si"]


def local(node: etree._Element) -> str:
    """The name of an element without its namespace; nothing for a comment."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _text_of(node: etree._Element) -> str:
    runs = [part for part in node if local(part) in ("t", "r")]
    texts = [run if local(run) == "t" else next((one for one in run if local(one) == "t"), None) for run in runs]
    return _unescape("".join(text.text or "" for text in texts if text is not None))


def _place(parent: etree._Element, is_after: Callable[[etree._Element], bool]) -> int:
    return next((number for number, node in enumerate(parent) if is_after(node)), len(parent))


def _column(node: etree._Element) -> int:
    address = node.get("r")
    return parse_cell(address).column if local(node) == "c" and address else 0


def _number(text: str) -> Decimal | str:
    """A number to the 15 digits that a spreadsheet shows, so that 0.1 + 0.2 is 0.3."""
    try:
        return Decimal(f"{float(text):.15g}")
    except (ValueError, InvalidOperation):
        return text


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(match[1], 16)
        return "\ufffd" if 0xD800 <= number <= 0xDFFF else chr(number)  # half a character stands for none

    return _ESCAPED.sub(character, text).replace("\r\n", "\n")


def _escape(text: str) -> str:
    """What looks like an escape of the format itself is escaped, and lines end as they do in cells."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ESCAPED.sub(lambda match: f"_x005F{match[0]}", plain)
