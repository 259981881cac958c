"""A folder of records: one folder for each table, one Parquet file for each month, and what is known of the files."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from concordat.periods import Month
from concordat.records.footer import Footer, reading
from concordat.records.parquet import SYNTHETIC, digest_of, replacing
from concordat.records.schema import load_tables

MARKER = "SYNTHETIC.txt"


@dataclass(frozen=True)
class RecordsFile:
    """One Parquet file of a table: its rows, and the first and last day of the table's dates in it (None: no row)."""

    path: Path
    table: str
    rows: int
    size: int
    columns: tuple[str, ...]
    first: date | None
    last: date | None
    ends: date | None  # the latest day on which a spell of the file ended
    unended: bool  # whether there are spells that go on
    synthetic: bool

    @property
    def month(self) -> Month | None:
        """The month that all rows begin in; None where they begin in several, or there is none."""
        if self.first is None or self.last is None:
            return None
        month = Month(self.first.year, self.first.month)
        return month if self.last <= month.last_day else None

    def may_hold(self, first: date, last: date) -> bool:
        """Whether an event, or a day of a spell, of the file can lie between two days."""
        if self.first is None or self.first > last:
            return False
        return self.unended or (self.ends is not None and self.ends >= first)


def list_files(folder: Path, table: str) -> list[RecordsFile]:
    """The files of a table, by their first day. Raises NotRecords for what is no Parquet file or lacks a column."""
    paths = sorted(path for path in (folder / table).glob("*.parquet") if not path.name.startswith("."))
    files = [describe_file(path, table) for path in paths]
    return sorted(files, key=lambda file: (file.first or date.min, file.path.name))


def describe_file(path: Path, table: str) -> RecordsFile:
    """What the footer of a file says. Raises NotRecords where a column that is needed is missing, or empty in a row."""
    schema = load_tables()[table]
    with reading(path), pq.ParquetFile(path) as parquet:
        columns = Footer(parquet, path)
        columns.require(schema)
        first, last = columns.days(schema.month_of)
        ended = schema.ends if schema.ends in columns.names else None
        return RecordsFile(
            path,
            table,
            parquet.metadata.num_rows,
            path.stat().st_size,
            columns.names,
            first,
            last,
            columns.days(ended)[1] if ended else last,
            columns.missing(ended) > 0 if ended else False,
            SYNTHETIC in (parquet.schema_arrow.metadata or {}),
        )


def is_synthetic(folder: Path) -> bool:
    """Whether the folder says that its people are made up."""
    return (folder / MARKER).exists()


def tables_in(folder: Path) -> list[str]:
    """The tables that the folder has files of, in the order of the schemas."""
    return [table for table in load_tables() if any((folder / table).glob("*.parquet"))]


class Digests:
    """SHA-256 digests of files, kept in a file so that only what changed (by size or time) is read again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._known: dict[str, list[Any]] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def of(self, path: Path) -> str:
        """The digest of a file, from memory where size and time are those remembered."""
        stat, key = path.stat(), str(path.resolve())
        known = self._known.get(key)
        if known is None or known[:2] != [stat.st_size, stat.st_mtime_ns]:
            known = self._known[key] = [stat.st_size, stat.st_mtime_ns, digest_of(path)]
        return str(known[2])

    def keep(self) -> None:
        """Write what is known."""
        with replacing(self._path) as draft:
            draft.write_text(json.dumps(self._known, indent=0, sort_keys=True), encoding="utf-8")
