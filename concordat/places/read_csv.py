"""CSV in, strictly: the columns that are expected, every row of full length, whole numbers where they belong."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from concordat.questionnaires.read_yaml import DataError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file; it knows where it stands, so that every complaint can say so."""

    path: Path
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def error(self, message: str) -> DataError:
        return DataError(f"{self.path}: line {self.line}: {message}")

    def whole(self, column: str) -> int:
        """A whole number of zero or more. Raises DataError for anything else."""
        text = self.values[column]
        if not (text.isascii() and text.isdigit()):
            raise self.error(f"{column} is {text!r}; write a whole number of 0 or more, digits only.")
        return int(text)

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        """One of the words that are allowed. Raises DataError naming them."""
        text, words = self.values[column], list(allowed)
        if text not in words:
            raise self.error(f"{column} is {text!r}; write one of {', '.join(words)}.")
        return text

    def filled(self, column: str) -> str:
        """Text that is there. Raises DataError where the field is empty."""
        if not self.values[column]:
            raise self.error(f"{column} is empty; fill it in or take the line out.")
        return self.values[column]


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """Every row of a UTF-8 CSV file with exactly these columns, in this order; fields are stripped of blanks.

    Raises DataError as `read_fields` does.
    """
    return [
        Row(path, line, dict(zip(columns, map(str.strip, fields), strict=True)))
        for line, fields in read_fields(path, columns)
    ]


def read_fields(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The line and the fields of every row that is not empty, of a UTF-8 CSV file with exactly these columns.

    Raises DataError, naming file and line, for a file that is not there or no UTF-8 text, for missing, unknown or
    misplaced columns, and for a row that is too short or too long.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            _check_header(path, [name.strip() for name in next(reader, [])], list(columns))
            for fields in reader:
                if not any(fields):
                    continue
                if len(fields) != len(columns):
                    raise DataError(
                        f"{path}: line {reader.line_num}: {len(fields)} fields where {len(columns)} belong; "
                        "look for a comma too many, a missing one, or missing quotes."
                    )
                yield reader.line_num, fields
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: this is not a text file in UTF-8; save it as CSV in UTF-8.") from None
    except csv.Error as problem:
        raise DataError(f"{path}: line {reader.line_num}: not valid CSV ({problem}); check its quotes.") from None


def check_unique(rows: Iterable[Row], key: Callable[[Row], str], what: str) -> None:
    """Raise DataError where `key`, a `what` in words, stands on two rows."""
    seen: dict[str, int] = {}
    for row in rows:
        name = key(row)
        if name in seen:
            raise row.error(f"{what} {name} stands twice, first on line {seen[name]}; keep one of them.")
        seen[name] = row.line


def _check_header(path: Path, found: list[str], expected: list[str]) -> None:
    if found == expected:
        return
    complaints = []
    if missing := [name for name in expected if name not in found]:
        complaints.append(f"missing: {', '.join(missing)}")
    if unknown := [name for name in found if name not in expected]:
        complaints.append(f"unknown: {', '.join(name or '(blank)' for name in unknown)}")
    said = "; ".join(complaints) or "they stand in another order"
    raise DataError(f"{path}: line 1: the columns are not as expected ({said}). Make them {','.join(expected)}.")
