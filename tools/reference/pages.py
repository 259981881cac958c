"""What all generated pages share: where they stand, their mark, tables and titles."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "concordat"
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by tools/make_reference.py from the code and its data; change those, then run make docs. -->"
Lines = Iterator[str]


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Lines:
    cells = [[_cell(cell) for cell in row] for row in rows]
    if cells:
        yield ""
        yield f"| {' | '.join(headings)} |"
        yield f"|{'---|' * len(headings)}"
        yield from (f"| {' | '.join(row)} |" for row in cells)
        yield ""


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return " ".join(text.split()).replace("|", "\\|") or "–"


def titled(title: str, lines: Lines) -> Lines:
    body = list(lines)
    if body:
        yield f"### {title}"
        yield from body
