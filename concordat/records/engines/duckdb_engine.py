"""The embedded engine: DuckDB, through Ibis, with a limit on memory and a folder to spill into."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import ibis
import pyarrow as pa

from concordat.records.engines.engine import as_records
from concordat.records.folder import RecordsFile


class DuckDBEngine:
    """DuckDB within this process. What does not fit into `memory_mb` is spilled to `spill`, and deleted at the end."""

    name = "duckdb"

    def __init__(self, *, threads: int | None = None, memory_mb: int | None = None, spill: Path | None = None) -> None:
        settings: dict[str, Any] = {"preserve_insertion_order": False}
        if threads is not None:
            settings["threads"] = threads
        if memory_mb is not None:
            settings["memory_limit"] = f"{memory_mb}MB"
        if spill is not None:
            settings["temp_directory"] = str(spill)
        self._connection = ibis.duckdb.from_connection(duckdb.connect(config=settings))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._connection.disconnect()

    def open_table(self, files: Sequence[RecordsFile], geography: str | None) -> ibis.Table:
        with _without_warning_of_names():
            rows = self._connection.read_parquet([str(file.path) for file in files], union_by_name=True)
        return as_records(rows, geography)

    def fetch(self, expression: ibis.Table) -> pa.Table:
        with _without_warning_of_names():
            return self._connection.to_pyarrow(expression)


@contextmanager
def _without_warning_of_names() -> Iterator[None]:
    """Ibis 12 calls a function of DuckDB 2 by a name that is on its way out; nobody here can change that."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        yield
