"""What computing needs of an engine, and rows as definitions expect them on any."""

from collections.abc import Sequence
from typing import Protocol

import ibis
import pyarrow as pa

from concordat.records.folder import RecordsFile
from concordat.records.schema import load_tables


class EngineFailed(ValueError):
    """An engine could not work something out; the message says why and what to do."""


class Engine(Protocol):
    """What computing needs of an engine: to open files of a table, and to work an expression out."""

    name: str

    def open_table(self, files: Sequence[RecordsFile], geography: str | None) -> ibis.Table:
        """The rows of files of one table; with `geography`, that column as `place` besides."""

    def fetch(self, expression: ibis.Table) -> pa.Table:
        """The rows of an expression."""


def as_records(rows: ibis.Table, table: str, geography: str | None) -> ibis.Table:
    """Rows as definitions expect them, on any engine: every column, dates without a time of day, and `place`."""
    times = {name: rows[name].cast("date") for name, kind in rows.schema().items() if kind.is_timestamp()}
    for column in load_tables()[table].columns:
        if column.id not in rows.columns:
            times[column.id] = ibis.null("date" if column.type == "date" else "string")
    if geography is not None:
        place = rows[geography]
        times["place"] = place if place.type().is_string() else place.cast("string")
    return rows.mutate(**times) if times else rows
