"""Files of records checked: rows read, rows accepted, rows refused and why; and what of it stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from concordat.records.door.check_rows import CheckedFile, check_rows, check_together
from concordat.records.door.identifiers import Kind
from concordat.records.door.read_rows import read_rows
from concordat.records.footer import NotRecords
from concordat.records.schema import load_tables

Tick = Callable[[str], None]


@dataclass(frozen=True)
class Checked:
    """What was checked: files that could be read, and what is wrong with those that could not."""

    files: tuple[CheckedFile, ...]
    unreadable: tuple[str, ...]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def accepted(self) -> int:
        return sum(file.accepted for file in self.files)

    @property
    def is_sound(self) -> bool:
        return not self.unreadable and self.accepted == self.rows

    def as_dict(self) -> dict[str, object]:
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": self.rows - self.accepted,
            "unreadable": list(self.unreadable),
            "files": [
                {
                    "file": str(file.source.path),
                    "table": file.source.table.id,
                    "identifier": file.identifier,
                    "rows": file.rows,
                    "accepted": file.accepted,
                    "rejected": [one.as_dict() for one in file.refused()],
                }
                for file in self.files
            ],
        }


def check_files(
    paths: list[Path],
    today: date,
    *,
    table: str | None = None,
    identifier: Kind | None = None,
    tick: Tick | None = None,
) -> Checked:
    """Check files row by row, then the rows of each table together, over all files. Nothing is written.

    Raises NotRecords for a table that there is not; what is wrong with a file stands in the result.
    """
    if table is not None and table not in load_tables():
        raise NotRecords(f"There is no table {table!r}; there are {', '.join(load_tables())}.")
    files: list[CheckedFile] = []
    unreadable: list[str] = []
    for path in paths:
        try:
            files.append(check_rows(read_rows(path, table), today, identifier))
        except NotRecords as problem:
            unreadable.append(str(problem))
        if tick:
            tick(path.name)
    for id in dict.fromkeys(file.source.table.id for file in files):
        check_together([file for file in files if file.source.table.id == id])
    return Checked(tuple(files), tuple(unreadable))
