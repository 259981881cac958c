"""Addresses in a sheet, as spreadsheets write them: C6, and D12:G12."""

import re
from collections.abc import Iterator
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # XFD1048576, the last cell of any sheet

_CELL = re.compile(r"^\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")


class Cell(NamedTuple):
    """A cell by row and column, both from 1: C6 is (6, 3)."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


class Block(NamedTuple):
    """A rectangle of cells, first and last included."""

    first: Cell
    last: Cell

    def __contains__(self, cell: object) -> bool:
        if not isinstance(cell, Cell):
            return False
        return self.first.row <= cell.row <= self.last.row and self.first.column <= cell.column <= self.last.column

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}:{self.last}"

    @property
    def size(self) -> int:
        return (self.last.row - self.first.row + 1) * (self.last.column - self.first.column + 1)

    def cells(self) -> Iterator[Cell]:
        """Its cells as one reads: row by row, each from the left."""
        for row in range(self.first.row, self.last.row + 1):
            yield from (Cell(row, column) for column in range(self.first.column, self.last.column + 1))


def parse_cell(text: str) -> Cell:
    """Read `C6` or `$C$6`. Raises ValueError for what is no cell of any sheet."""
    match = _CELL.match(text)
    if match:
        cell = Cell(int(match[2]), column_number(match[1]))
        if cell.row <= LAST_ROW and cell.column <= LAST_COLUMN:
            return cell
    raise ValueError(f"{text!r} is not a cell; write one such as C6, or cells such as D12:G12")


def parse_block(text: str) -> Block:
    """Read `D12:G12`, or one cell. Raises ValueError."""
    first, _, last = text.partition(":")
    block = Block(parse_cell(first), parse_cell(last or first))
    if block.last.row < block.first.row or block.last.column < block.first.column:
        raise ValueError(f"{text!r} ends before it begins; write the upper left cell first")
    return block


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters
