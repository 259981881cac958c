"""Tables in, from CSV or a sheet of Excel."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from concordat.flow.cells import BadTable, Cell, Problems, Value

EXCEL = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells by the column's name in small letters."""

    cells: dict[str, Cell]
    where: str

    def __getitem__(self, column: str) -> Cell:
        return self.cells[column.lower()]

    def get(self, column: str) -> Cell | None:
        return self.cells.get(column.lower())

    @property
    def is_empty(self) -> bool:
        return all(cell.is_empty for cell in self.cells.values())


@dataclass(frozen=True)
class Table:
    """The columns as they are written, the rows that hold anything, and what is wrong so far."""

    where: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: Problems

    def require(self, columns: Sequence[str]) -> None:
        """Stop where one of the columns is not there, naming those that are."""
        known = {name.lower() for name in self.columns}
        missing = [name for name in columns if name.lower() not in known]
        if missing:
            there = ", ".join(name or "(blank)" for name in self.columns) or "none"
            self.problems.add(self.where, f"there is no column {', '.join(missing)}; the columns are {there}.")
            self.problems.stop()


def read_table(path: Path, sheet: str | None = None) -> Table:
    """The table of a CSV file, or of one sheet of a workbook (the first, unless named). The first row has the names.

    Raises BadTable for a file that is not there or cannot be read, and for columns that stand twice.
    """
    problems = Problems()
    if path.suffix.lower() in EXCEL:
        name, grid = _read_sheet(path, sheet)
        where = f"{path.name}, sheet {name}"
        lines = ((f"{where}, row {number}", number, cells) for number, cells in enumerate(grid, start=1))
        return _make_table(where, lines, problems, is_excel=True)
    lines = ((f"{path.name}, line {number}", number, cells) for number, cells in _read_csv(path))
    return _make_table(path.name, lines, problems, is_excel=False)


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook. Raises BadTable where it cannot be opened."""
    return list(_open(path).sheet_names)


def _make_table(
    where: str, lines: Iterator[tuple[str, int, Sequence[Value]]], problems: Problems, *, is_excel: bool
) -> Table:
    _, _, heading = next(lines, (where, 0, ()))
    columns = tuple(" ".join(str(name).split()) for name in heading)
    while columns and not columns[-1]:
        columns = columns[:-1]
    if not columns:
        raise BadTable(f"{where}: this is empty; the first row holds the names of the columns.")
    lowered = [name.lower() for name in columns]
    for name in {name for name in lowered if name and lowered.count(name) > 1}:
        problems.add(where, f"the column {name} stands twice; keep one of them.")
    problems.stop()
    rows = []
    for said, number, values in lines:
        if len(values) > len(columns) and any(str(value).strip() for value in values[len(columns) :]):
            problems.add(said, f"more cells than the {len(columns)} columns; look for a comma too many.")
        padded = [*values, *[""] * (len(columns) - len(values))]
        cells = {
            name: Cell(value, _address(where, said, column, number, position, is_excel), problems)
            for position, (name, column, value) in enumerate(zip(lowered, columns, padded, strict=False))
        }
        if not (row := Row(cells, said)).is_empty:
            rows.append(row)
    return Table(where, columns, tuple(rows), problems)


def _address(where: str, line: str, column: str, number: int, position: int, is_excel: bool) -> str:
    if not is_excel:
        return f"{line}, column {column}"
    letters, rest = "", position + 1
    while rest:
        rest, one = divmod(rest - 1, 26)
        letters = chr(65 + one) + letters
    return f"{where}, cell {letters}{number}"


def _read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = max(",;\t", key=file.readline().count)  # as Excel saves it here, elsewhere, or as text
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for count, fields in enumerate(reader):
                if count > MOST_ROWS:
                    raise BadTable(f"{path}: more than {MOST_ROWS:,} lines; give a part of them.")
                yield reader.line_num, fields
    except FileNotFoundError:
        raise BadTable(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise BadTable(f"{path}: this is a folder; name a file in it.") from None
    except OSError as problem:
        raise BadTable(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise BadTable(f"{path}: this is not a text file in UTF-8; save it as CSV in UTF-8.") from None
    except csv.Error as problem:
        raise BadTable(f"{path}: line {reader.line_num}: not valid CSV ({problem}); check its quotes.") from None


def _read_sheet(path: Path, sheet: str | None) -> tuple[str, Sequence[Sequence[Value]]]:
    book = _open(path)
    wanted = {name.lower(): name for name in book.sheet_names}
    if not wanted:
        raise BadTable(f"{path}: this workbook has no sheet.")
    name = book.sheet_names[0] if sheet is None else wanted.get(sheet.lower())
    if name is None:
        raise BadTable(f"{path}: there is no sheet {sheet}; its sheets are {', '.join(book.sheet_names)}.")
    return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _open(path: Path) -> CalamineWorkbook:
    if not path.exists():
        raise BadTable(f"{path}: there is no such file.")
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError):
        raise BadTable(
            f"{path}: this cannot be opened as a workbook; save it anew from Excel or LibreOffice."
        ) from None
