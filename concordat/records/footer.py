"""What the footer of a Parquet file says of its columns: names, kinds, first and last days, cells that are empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from concordat.records.parquet import EPOCH
from concordat.records.schema import Table


class NotRecords(ValueError):
    """A folder or file holds no records that can be used; the message says which, and what to do."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What goes wrong in a Parquet file, told with its name as NotRecords."""
    try:
        yield
    except NotRecords:
        raise
    except (pa.ArrowException, OSError) as problem:
        said = str(problem).splitlines()[0]
        raise NotRecords(f"{path}: this is no Parquet file that can be read ({said}).") from None


class Footer:
    """The columns of an open Parquet file. Rows are read only where the footer lacks what is asked."""

    def __init__(self, parquet: pq.ParquetFile, path: Path) -> None:
        self._parquet = parquet
        self._path = path
        self.names = tuple(parquet.schema_arrow.names)

    def require(self, schema: Table) -> None:
        """Raises NotRecords where a needed column is not there, a date is none, or a row lacks what it needs."""
        for column in schema.columns:
            if column.id not in self.names:
                if column.required:
                    self._refuse(f"{schema.title} need the column {column.id}; the file has {', '.join(self.names)}")
                continue
            kind = self._parquet.schema_arrow.field(column.id).type
            if column.type == "date" and not (pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
                self._refuse(f"the column {column.id} holds {kind}, not dates")
            if column.type == "year" and not pa.types.is_integer(kind):
                self._refuse(f"the column {column.id} holds {kind}, not whole years")
            empty = self.missing(column.id) if column.required else 0
            if empty:
                self._refuse(f"the column {column.id} is empty in {empty:,} rows")

    def days(self, column: str) -> tuple[date | None, date | None]:
        """The first and the last day of a column of dates; None, None where it is empty."""
        found: list[date] = []
        for group in range(self._parquet.metadata.num_row_groups):
            statistics = self._column(group, column).statistics
            if statistics is not None and statistics.has_min_max:
                found += [_as_day(statistics.min), _as_day(statistics.max)]
            else:
                ends = pc.min_max(self._parquet.read_row_group(group, [column]).column(0))
                found += [_as_day(end.as_py()) for end in (ends["min"], ends["max"]) if end.is_valid]
        return (min(found), max(found)) if found else (None, None)

    def missing(self, column: str) -> int:
        """How many cells of a column are empty."""
        total = 0
        for group in range(self._parquet.metadata.num_row_groups):
            statistics = self._column(group, column).statistics
            if statistics is not None and statistics.has_null_count:
                total += statistics.null_count
            else:
                total += self._parquet.read_row_group(group, [column]).column(0).null_count
        return total

    def _column(self, group: int, name: str) -> pq.ColumnChunkMetaData:
        row_group = self._parquet.metadata.row_group(group)
        chunks = (row_group.column(at) for at in range(row_group.num_columns))
        return next(chunk for chunk in chunks if chunk.path_in_schema == name)

    def _refuse(self, what: str) -> None:
        raise NotRecords(
            f"{self._path}: {what}. `concordat records validate` says what is wrong, and `concordat records load` "
            "writes files that can be used."
        )


def _as_day(value: object) -> date:
    if isinstance(value, int):
        return EPOCH + timedelta(days=value)
    if isinstance(value, datetime):
        return value.date()
    assert isinstance(value, date), value
    return value
