"""The embedded engine: DuckDB, through Ibis, with a limit on memory and a folder to spill into."""

import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import ibis
import pyarrow as pa

from concordat.records.engines.engine import EngineFailed, as_records
from concordat.records.folder import RecordsFile


class DuckDBEngine:
    """DuckDB within this process. What does not fit into `memory_mb` is spilled to `spill`, and deleted at the end."""

    name = "duckdb"

    def __init__(self, *, threads: int | None = None, memory_mb: int | None = None, spill: Path | None = None) -> None:
        settings: dict[str, Any] = {"preserve_insertion_order": False}
        if threads is not None:
            settings["threads"] = min(threads, os.cpu_count() or threads)
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
        with _plainly():
            rows = self._connection.read_parquet([str(file.path) for file in files], union_by_name=True)
        return as_records(rows, files[0].table, geography)

    def fetch(self, expression: ibis.Table) -> pa.Table:
        with _plainly():
            return self._connection.to_pyarrow(expression)


@contextmanager
def _plainly() -> Iterator[None]:
    """What goes wrong, in words. Ibis 12 calls a function of DuckDB 2 by a name on its way out; that is not told."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        try:
            yield
        except duckdb.OutOfMemoryException:
            raise EngineFailed(
                "DuckDB needs more memory, or more room to spill on the disk of the records, than it may have; raise "
                "--memory-limit, free some disk, or use fewer --threads."
            ) from None
        except duckdb.Error as problem:
            said = (str(problem).splitlines() or [""])[0]
            raise EngineFailed(f"DuckDB stopped: {said}. `concordat records validate` finds broken files.") from None
