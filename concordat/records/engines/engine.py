"""What computing needs of an engine, and rows as definitions expect them on any."""

from collections.abc import Sequence
from typing import Protocol

import ibis
import pyarrow as pa

from concordat.records.folder import RecordsFile


class Engine(Protocol):
    """What computing needs of an engine: to open files of a table, and to work an expression out."""

    name: str

    def open_table(self, files: Sequence[RecordsFile], geography: str | None) -> ibis.Table:
        """The rows of files of one table; with `geography`, that column as `place` besides."""

    def fetch(self, expression: ibis.Table) -> pa.Table:
        """The rows of an expression."""


def as_records(rows: ibis.Table, geography: str | None) -> ibis.Table:
    """Rows as definitions expect them, on any engine: dates without a time of day, and `place`."""
    times = {name: rows[name].cast("date") for name, kind in rows.schema().items() if kind.is_timestamp()}
    if geography is not None:
        place = rows[geography]
        times["place"] = place if place.type().is_string() else place.cast("string")
    return rows.mutate(**times) if times else rows
